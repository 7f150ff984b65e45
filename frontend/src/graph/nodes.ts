import type { Box } from "./viewport";

const MARGIN = 9;

/** The nodes of a drawing as buttons: focusable, named, chosen by click, Enter or Space. */
export class Nodes {
  private readonly byId = new Map<string, SVGGElement>();

  constructor(
    private readonly svg: SVGSVGElement,
    choose: (id: string) => void,
    reveal: (box: Box) => void,
  ) {
    for (const node of svg.querySelectorAll<SVGGElement>("g.node")) this.prepare(node, choose, reveal);
    svg.querySelectorAll("g.graph > title, g.edge > title, g.cluster > title").forEach((title) => title.remove());
  }

  /** Mark the node of this id, and only it. */
  select(id: string | null): void {
    for (const [key, node] of this.byId) {
      node.classList.toggle("selected", key === id);
      if (key === id) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    }
  }

  /** Where the selected node lies, else the first one, in units of the drawing. */
  startBox(): Box | undefined {
    const node = this.svg.querySelector<SVGGElement>("g.node.selected, g.node.current") ?? this.byId.values().next().value;
    return node && this.box(node);
  }

  private prepare(node: SVGGElement, choose: (id: string) => void, reveal: (box: Box) => void): void {
    const title = node.querySelector(":scope > title");
    const id = title?.textContent ?? "";
    const label = [...node.querySelectorAll("text")].map((text) => text.textContent?.trim()).join(", ");
    const tooltip = node.querySelector("[data-tooltip]")?.getAttribute("data-tooltip") ?? label;
    if (title) title.textContent = tooltip;
    this.byId.set(id, node);
    fitTexts(node);
    node.dataset["node"] = id;
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", `${tooltip}, ${label}`);
    node.addEventListener("click", () => choose(id));
    node.addEventListener("focus", () => node.matches(":focus-visible") && reveal(this.box(node)));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      choose(id);
    });
  }

  private box(node: SVGGElement): Box {
    const inner = node.getBBox();
    const moved = this.svg.querySelector<SVGGElement>("g.graph")?.transform.baseVal.consolidate()?.matrix;
    return { x: inner.x + (moved?.e ?? 0), y: inner.y + (moved?.f ?? 0), width: inner.width, height: inner.height };
  }
}

/** The layout measures with another font than the page has: squeeze a line that would leave its box. */
function fitTexts(node: SVGGElement): void {
  const shape = node.querySelector<SVGGraphicsElement>("path, polygon, ellipse");
  const room = (shape?.getBBox().width ?? 0) - 2 * MARGIN;
  if (room <= 0) return;
  for (const text of node.querySelectorAll<SVGTextElement>("text")) {
    if (text.getComputedTextLength() <= room) continue;
    text.setAttribute("textLength", String(room));
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  }
}
