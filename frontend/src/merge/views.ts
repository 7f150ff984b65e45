import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { readOnly } from "../code/reading";
import { changesOf, type Block } from "./blocks";
import { hereMark, movedLines, type Lines } from "./marks";

export interface Texts {
  readonly old: string;
  readonly new: string;
  readonly names: readonly [string, string];
  readonly blocks: readonly Block[];
  readonly moved: readonly [readonly Lines[], readonly Lines[]];
}

/** Two texts on the screen; `old` is missing where both are shown in one column. */
export interface Views {
  readonly old: EditorView | undefined;
  readonly new: EditorView;
  readonly scroller: HTMLElement;
  destroy(): void;
}

const COLLAPSE = { margin: 3, minSize: 6 };
const LONGEST_TO_COLOUR = 500_000;
const words = EditorState.phrases.of({ "$ unchanged lines": "$ equal lines" });

/** Both texts beside each other, lines aligned, equal parts folded. */
export function besides(texts: Texts, parent: HTMLElement, root: Document | ShadowRoot, heard: Extension): Views {
  const side = (name: string, moved: readonly Lines[]): Extension => [readOnly(name), words, movedLines(moved), hereMark, heard];
  const view = new MergeView({
    parent,
    root,
    a: { doc: texts.old, extensions: side(texts.names[0], texts.moved[0]) },
    b: { doc: texts.new, extensions: side(texts.names[1], texts.moved[1]) },
    collapseUnchanged: COLLAPSE,
    diffConfig: { override: changesOf(texts.blocks) },
  });
  return { old: view.a, new: view.b, scroller: view.dom, destroy: () => view.destroy() };
}

/** The new text, with what is gone from the old one between its lines. */
export function unified(texts: Texts, parent: HTMLElement, root: Document | ShadowRoot, heard: Extension): Views {
  const merge = unifiedMergeView({
    original: texts.old,
    mergeControls: false,
    collapseUnchanged: COLLAPSE,
    syntaxHighlightDeletions: texts.old.length < LONGEST_TO_COLOUR,
    diffConfig: { override: changesOf(texts.blocks) },
  });
  const name = `${texts.names[1]}, with what is gone from ${texts.names[0]}`;
  const extensions = [readOnly(name), words, movedLines(texts.moved[1]), hereMark, heard, merge];
  const view = new EditorView({ parent, root, state: EditorState.create({ doc: texts.new, extensions }) });
  return { old: undefined, new: view, scroller: view.scrollDOM, destroy: () => view.destroy() };
}
