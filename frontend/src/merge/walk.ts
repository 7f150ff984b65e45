import { getChunks, type Chunk } from "@codemirror/merge";
import { EditorSelection } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Block } from "./blocks";
import { markHere } from "./marks";
import type { Views } from "./views";

/** Goes from changed place to changed place. */
export class Walk {
  private at = -1;

  constructor(
    private readonly views: Views,
    private readonly blocks: readonly Block[],
  ) {}

  /** How many places differ, and at which one the reader is, counted from 1; 0 before the first step. */
  get position(): { at: number; of: number } {
    return { at: this.at + 1, of: this.chunks.length };
  }

  /** To the next (1) or the previous (-1) place; after the last one comes the first. */
  step(by: 1 | -1): void {
    const { length } = this.chunks;
    if (!length) return;
    this.at = this.at < 0 && by < 0 ? length - 1 : (this.at + by + length) % length;
    const chunk = this.chunks[this.at];
    if (!chunk) return;
    const gone = chunk.fromB === chunk.toB && this.views.old;
    if (gone) show(gone, chunk.fromA);
    else show(this.views.new, Math.min(chunk.fromB, this.views.new.state.doc.length));
  }

  /** To a line of one text, counted from 0. In one column, what is gone stands before the line that follows it. */
  jump(side: "old" | "new", line: number): void {
    const view = side === "old" ? this.views.old : this.views.new;
    const { doc } = (view ?? this.views.new).state;
    const there = view ? line : (this.blocks.find((block) => block[1] > line) ?? [0, 0, 0])[2];
    const place = doc.line(Math.min(there + 1, doc.lines)).from;
    const isOld = view !== undefined && view === this.views.old;
    const first = this.chunks.findIndex((each) => (isOld ? each.toA : each.toB) > place);
    this.at = first < 0 ? this.chunks.length - 1 : first;
    show(view ?? this.views.new, place);
  }

  /** Take the place at or before this position as the one where the reader is. */
  settle(view: EditorView, position: number): void {
    const isOld = view === this.views.old;
    const after = this.chunks.findIndex((each) => (isOld ? each.fromA : each.fromB) > position);
    this.at = (after < 0 ? this.chunks.length : after) - 1;
  }

  private get chunks(): readonly Chunk[] {
    return getChunks(this.views.new.state)?.chunks ?? [];
  }
}

function show(view: EditorView, position: number): void {
  view.dispatch({
    selection: EditorSelection.cursor(position),
    effects: [EditorView.scrollIntoView(position, { y: "center" }), markHere.of(position)],
  });
  view.focus();
}
