import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, type ViewUpdate } from "@codemirror/view";
import { common } from "../code/reading";
import { completing, type Schema } from "./completion";
import { findingMarks } from "./findings";

const locked = new Compartment();
const beside = new Compartment();
const words = EditorState.phrases.of({ "$ unchanged lines": "$ equal lines", Accept: "Keep mine", Reject: "Take theirs" });

/** The text of a definition, to write. */
export function textEditor(
  parent: HTMLElement,
  root: Document | ShadowRoot,
  schema: () => Schema | null,
  heard: (update: ViewUpdate) => void,
): EditorView {
  const extensions: Extension = [
    common,
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    findingMarks,
    autocompletion({ icons: false, override: [completing(schema)] }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap]),
    EditorView.contentAttributes.of({ "aria-label": "Definition (JSON). Press Escape, then Tab, to leave." }),
    EditorView.updateListener.of(heard),
    locked.of([]),
    beside.of([]),
    words,
  ];
  return new EditorView({ parent, root, state: EditorState.create({ extensions }) });
}

/** While a question about the text is open, nothing is typed into it. */
export function lock(view: EditorView, isLocked: boolean): void {
  view.dispatch({ effects: locked.reconfigure(isLocked ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : []) });
}

/** Show another text between the lines, to take from it piece by piece; null hides it. */
export function showBeside(view: EditorView, other: string | null): void {
  const merge = other === null ? [] : unifiedMergeView({ original: other, mergeControls: true, syntaxHighlightDeletions: false });
  view.dispatch({ effects: beside.reconfigure(merge) });
}
