import { Change, presentableDiff } from "@codemirror/merge";

/** Lines that differ: first line and the one after the last of the old text, then of the new text, counted from 0. */
export type Block = readonly [number, number, number, number];

const LONGEST_FOR_WORDS = 20_000;
const PATIENCE_MILLISECONDS = 400;

/**
 * The changes of two texts whose differing lines are known already; what is sought here are only the words inside of
 * such lines, and that with limits. So the time is that of the changes, and not of the texts. Lines that differ only in
 * what is hidden in both of them are one change.
 */
export function changesOf(blocks: readonly Block[]): (a: string, b: string) => readonly Change[] {
  return (a, b) => {
    const [startsA, startsB] = [lineStarts(a), lineStarts(b)];
    const until = performance.now() + PATIENCE_MILLISECONDS;
    return blocks.flatMap(([fromA, toA, fromB, toB]) => {
      const whole = new Change(at(startsA, fromA, a), at(startsA, toA, a), at(startsB, fromB, b), at(startsB, toB, b));
      return performance.now() < until ? words(whole, a, b) : [whole];
    });
  };
}

function words(whole: Change, a: string, b: string): readonly Change[] {
  const { fromA, toA, fromB, toB } = whole;
  const longest = Math.max(toA - fromA, toB - fromB);
  if (fromA === toA || fromB === toB || longest > LONGEST_FOR_WORDS) return [whole];
  const inner = presentableDiff(a.slice(fromA, toA), b.slice(fromB, toB), { scanLimit: 300, timeout: 40 });
  if (!inner.length) return [whole];
  return inner.map((each) => new Change(fromA + each.fromA, fromA + each.toA, fromB + each.fromB, fromB + each.toB));
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function at(starts: readonly number[], line: number, text: string): number {
  return starts[line] ?? text.length;
}
