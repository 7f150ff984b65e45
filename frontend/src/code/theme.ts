import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--st-blue-text-color)" },
  { tag: tags.string, color: "var(--st-green-text-color)" },
  { tag: tags.number, color: "var(--st-orange-text-color)" },
  { tag: [tags.bool, tags.null], color: "var(--st-violet-text-color)" },
]);

const surface = "var(--st-secondary-background-color)";
const border = "1px solid var(--st-border-color)";

const look = EditorView.theme({
  "&": { fontSize: "12.5px", color: "var(--st-text-color)", backgroundColor: "var(--st-background-color)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--st-code-font)", fontVariantLigatures: "none", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--st-text-color)", padding: "6px 0" },
  ".cm-line": { padding: "0 10px 0 8px" },
  ".cm-gutters": { backgroundColor: "var(--st-background-color)", color: "var(--st-gray-text-color)", border: "none", opacity: ".75" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "3.2em", padding: "0 6px 0 10px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--st-gray-color) 9%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--st-primary-color) 26%, transparent) !important",
  },
  ".cm-cursor": { borderLeftColor: "var(--st-text-color)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--st-primary-color) 24%, transparent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--st-red-background-color)" },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--st-yellow-color) 34%, transparent)" },
  ".cm-searchMatch.cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--st-orange-color) 52%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--st-yellow-color) 18%, transparent)" },
  ".cm-foldPlaceholder": { backgroundColor: surface, border, color: "var(--st-gray-text-color)", padding: "0 5px" },
  ".cm-foldGutter .cm-gutterElement": { cursor: "pointer" },
  ".cm-panels": { backgroundColor: surface, color: "var(--st-text-color)", zIndex: "4" },
  ".cm-panels-top": { position: "sticky", top: "0", borderBottom: border },
  ".cm-panel.cm-search": { padding: "6px 28px 6px 8px", fontFamily: "var(--st-font)", fontSize: "12.5px" },
  ".cm-panel.cm-search label": { fontSize: "12px" },
  ".cm-textfield": { backgroundColor: "var(--st-background-color)", color: "inherit", border, borderRadius: "6px", padding: "3px 7px", fontSize: "12.5px", fontFamily: "var(--st-font)" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--st-background-color)", color: "inherit", border, borderRadius: "6px", padding: "3px 9px", cursor: "pointer", fontSize: "12.5px", fontFamily: "var(--st-font)" },
  ".cm-panel.cm-search [name=close]": { color: "inherit", fontSize: "18px", right: "8px", top: "4px", cursor: "pointer" },
  ".cm-tooltip": { backgroundColor: surface, color: "var(--st-text-color)", border, borderRadius: "8px", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--st-primary-color)", color: "var(--st-background-color)" },
});

/** Colours and fonts of Streamlit's theme, light or dark, for any text that is shown with CodeMirror. */
export const theme: Extension = [look, syntaxHighlighting(colours)];
