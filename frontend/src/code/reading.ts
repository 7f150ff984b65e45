import { defaultKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { codeFolding, foldGutter, foldKeymap } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { theme } from "./theme";

/** What every JSON text has, to read or to write: numbers, folding, search, colours. */
export const common: Extension = [
  lineNumbers(),
  foldGutter(),
  codeFolding(),
  highlightSpecialChars(),
  drawSelection(),
  json(),
  search({ top: true }),
  highlightSelectionMatches(),
  keymap.of([...searchKeymap, ...foldKeymap]),
  EditorView.lineWrapping,
  theme,
];

/** A JSON text that can be read, searched and copied, but not changed; `name` is for screen readers. */
export function readOnly(name: string): Extension {
  return [
    common,
    keymap.of(defaultKeymap),
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ "aria-label": name, "aria-readonly": "true", tabindex: "0" }),
  ];
}
