import { RangeSetBuilder, StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutterLineClass, type DecorationSet } from "@codemirror/view";

/** First line and the one after the last, counted from 0. */
export type Lines = readonly [number, number];

const movedLine = Decoration.line({ class: "pointsman-moved", attributes: { title: "Moved: it stands elsewhere on the other side" } });
const hereLine = Decoration.line({ class: "pointsman-here" });

class MovedSign extends GutterMarker {
  override elementClass = "pointsman-moved-gutter";
}

const movedSign = new MovedSign();

/** Marks lines that were moved, on the line and beside its number. */
export function movedLines(ranges: readonly Lines[]): Extension {
  return [
    EditorView.decorations.compute([], (state) => {
      const builder = new RangeSetBuilder<Decoration>();
      for (const place of starts(state, ranges)) builder.add(place, place, movedLine);
      return builder.finish();
    }),
    gutterLineClass.compute([], (state) => {
      const builder = new RangeSetBuilder<GutterMarker>();
      for (const place of starts(state, ranges)) builder.add(place, place, movedSign);
      return builder.finish();
    }),
  ];
}

/** Marks the line at this offset as the one that was asked for, and no other. */
export const markHere = StateEffect.define<number>();

/** Keeps the mark of the line that was asked for. */
export const hereMark: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let now = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(markHere)) now = Decoration.set([hereLine.range(transaction.state.doc.lineAt(effect.value).from)]);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function starts(state: EditorState, ranges: readonly Lines[]): number[] {
  const found: number[] = [];
  for (const [from, to] of ranges) {
    for (let line = from; line < Math.min(to, state.doc.lines); line++) found.push(state.doc.line(line + 1).from);
  }
  return found;
}
