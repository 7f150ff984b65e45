import { jsonParseLinter } from "@codemirror/lang-json";
import { linter, lintGutter, type Diagnostic } from "@codemirror/lint";
import { StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

/** What the definition's own check found; line and column are counted from 1. */
export interface Finding {
  readonly line: number;
  readonly column: number;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly pointer: string;
}

const take = StateEffect.define<readonly Diagnostic[]>();

const told = StateField.define<readonly Diagnostic[]>({
  create: () => [],
  update(now, transaction) {
    let next = now;
    if (transaction.docChanged) {
      const { changes } = transaction;
      next = now.map((each) => ({ ...each, from: changes.mapPos(each.from, 1), to: changes.mapPos(each.to, -1) })).filter((each) => each.to > each.from);
    }
    for (const effect of transaction.effects) if (effect.is(take)) next = effect.value;
    return next;
  },
});

const syntax = jsonParseLinter();

/** Errors in place: of the syntax as one types, of the language when the server has looked. */
export const findingMarks: Extension = [
  told,
  lintGutter(),
  linter((view) => (view.state.doc.length ? [...syntax(view), ...view.state.field(told)] : []), {
    delay: 250,
    needsRefresh: (update) => update.state.field(told) !== update.startState.field(told),
  }),
];

/** Show what the server found in the text as it stands. */
export function showFindings(view: EditorView, findings: readonly Finding[]): void {
  view.dispatch({ effects: take.of(findings.map((each) => diagnostic(view.state, each))) });
}

/** The offset of a place that is counted from 1. */
export function offsetOf(state: EditorState, line: number, column: number): number {
  const at = state.doc.line(Math.max(1, Math.min(line, state.doc.lines)));
  return Math.min(at.from + column - 1, at.to);
}

function diagnostic(state: EditorState, { line, column, severity, message, pointer }: Finding): Diagnostic {
  const from = offsetOf(state, line, column);
  const rest = state.doc.lineAt(from).text.slice(from - state.doc.lineAt(from).from);
  const piece = /^"(?:[^"\\]|\\.)*"|^[^\s,\]}]+/.exec(rest)?.[0].length ?? 1;
  return { from, to: Math.min(from + piece, state.doc.length), severity, message, source: pointer || "/" };
}
