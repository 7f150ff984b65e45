import type { Nodes } from "./nodes";

const GAP = 12;
const TOLD = "g.node, g.edge.added, g.edge.removed, g.edge.changed";

/** What is told of nodes, by their id: lines in which names and values stand between backticks. */
export type Hints = Readonly<Record<string, readonly string[]>>;

/** Tells at once what is under the pointer, or has the keyboard's focus, and brings out the ways of a node. */
export class Tip {
  readonly element = document.createElement("div");
  private hints: Hints = {};
  private shown: Element | undefined;

  constructor(
    private readonly frame: HTMLElement,
    private readonly nodes: () => Nodes | undefined,
  ) {
    this.element.className = "tip";
    this.element.setAttribute("role", "tooltip");
    this.hide();
    frame.addEventListener("pointerover", (event) => this.over(event.target));
    frame.addEventListener("focusin", (event) => (event.target as Element).matches(":focus-visible") && this.over(event.target));
    for (const name of ["pointerleave", "pointerdown", "focusout", "wheel"]) frame.addEventListener(name, () => this.hide());
    frame.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  /** Another drawing, or other words to it. */
  take(hints: Hints): void {
    this.hints = hints;
    this.hide();
  }

  private over(target: EventTarget | null): void {
    const found = (target as Element).closest(TOLD) ?? undefined;
    if (found === this.shown) return;
    this.hide();
    if (!found) return;
    this.shown = found;
    const node = (found as SVGElement).dataset["node"];
    if (node !== undefined) this.nodes()?.light(node);
    const lines = node === undefined ? [found.getAttribute("data-told") ?? ""] : (this.hints[node] ?? []);
    if (!lines.some(Boolean)) return;
    this.element.replaceChildren(...lines.map(paragraph));
    this.element.hidden = false;
    this.place(found.getBoundingClientRect());
  }

  private hide(): void {
    this.shown = undefined;
    this.element.hidden = true;
    this.nodes()?.light(null);
  }

  /** Beside what it tells of, where there is room, and never outside of the frame. */
  private place(box: DOMRect): void {
    const frame = this.frame.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const sides = [box.right - frame.left + GAP, box.left - frame.left - GAP - width];
    const beside = sides.find((left) => left >= 0 && left + width <= frame.width);
    const top = (beside === undefined ? box.bottom + GAP : box.top) - frame.top;
    this.element.style.left = `${beside ?? clamp(box.left - frame.left, frame.width - width)}px`;
    this.element.style.top = `${clamp(top, frame.height - height)}px`;
  }
}

function clamp(at: number, most: number): number {
  return Math.max(0, Math.min(at, most));
}

function paragraph(line: string): HTMLElement {
  const element = document.createElement("p");
  line.split("`").forEach((text, place) => {
    const piece = document.createElement(place % 2 ? "code" : "span");
    piece.textContent = text;
    element.append(piece);
  });
  return element;
}
