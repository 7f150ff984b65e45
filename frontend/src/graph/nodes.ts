import { dress } from "./cards";
import { shape } from "./icons";
import type { Hints } from "./tip";
import type { Box } from "./viewport";

const MARGIN = 9;
const ARROW = 26;
const MOST_SQUEEZED = 1.08;

/** The nodes of a drawing as buttons: focusable, named, chosen by click, Enter or Space. */
export class Nodes {
  private readonly byId = new Map<string, SVGGElement>();

  constructor(
    private readonly svg: SVGSVGElement,
    choose: (id: string) => void,
    reveal: (box: Box) => void,
  ) {
    for (const node of svg.querySelectorAll<SVGGElement>("g.node")) this.prepare(node, choose, reveal);
    svg.querySelectorAll<SVGGElement>("g.edge").forEach(prepareEdge);
    svg.querySelectorAll("g.graph > title, g.edge > title, g.cluster > title").forEach((title) => title.remove());
  }

  /** What is told of nodes takes the place of the browser's own tooltip, and screen readers hear it. */
  hint(hints: Hints): void {
    for (const [id, lines] of Object.entries(hints)) {
      const node = this.byId.get(id);
      if (!node || node.dataset["hinted"]) continue;
      node.dataset["hinted"] = "true";
      node.querySelector(":scope > title")?.remove();
      node.setAttribute("aria-label", [node.getAttribute("aria-label"), ...lines].join(", ").replaceAll("`", ""));
    }
  }

  /** Bring out the ways that begin or end at the node of this id, and no others. */
  light(id: string | null): void {
    this.svg.querySelectorAll("g.edge.lit").forEach((edge) => edge.classList.remove("lit"));
    if (id === null) return;
    for (const edge of this.svg.querySelectorAll<SVGGElement>("g.edge")) {
      if (edge.dataset["tail"] === id || edge.dataset["head"] === id) edge.classList.add("lit");
    }
  }

  /** Mark the node of this id, and only it. */
  select(id: string | null): void {
    for (const [key, node] of this.byId) {
      node.classList.toggle("selected", key === id);
      if (key === id) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    }
  }

  /** Where the node of this id lies, in units of the drawing. */
  boxOf(id: string | null): Box | undefined {
    const node = id === null ? undefined : this.byId.get(id);
    return node && this.box(node);
  }

  /** Give the keyboard's focus to the node of this id. */
  focus(id: string): void {
    this.byId.get(id)?.focus({ preventScroll: true });
  }

  /** Where the selected node lies, else the first one, in units of the drawing. */
  startBox(): Box | undefined {
    const node = this.svg.querySelector<SVGGElement>("g.node.selected, g.node.current, g.node.here") ?? this.byId.values().next().value;
    return node && this.box(node);
  }

  private prepare(node: SVGGElement, choose: (id: string) => void, reveal: (box: Box) => void): void {
    const title = node.querySelector(":scope > title");
    const id = title?.textContent ?? "";
    const label = [...node.querySelectorAll("text")].map((text) => text.textContent?.trim()).join(", ");
    const tooltip = node.querySelector("[data-tooltip]")?.getAttribute("data-tooltip") ?? label;
    if (title) title.textContent = tooltip.trim();
    this.byId.set(id, node);
    if (node.classList.contains("card")) dress(node);
    fitTexts(node);
    node.dataset["node"] = id;
    if (node.classList.contains("still")) return;
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", `${tooltip}, ${label}`);
    if (node.matches(".fold, .head:not(.icon-catch)")) node.setAttribute("aria-expanded", String(node.classList.contains("head")));
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

/** A way knows its ends. What became of it is told beside the pointer, a shortened condition by the browser. */
function prepareEdge(edge: SVGGElement): void {
  const [tail, head] = edge.querySelector(":scope > title")?.textContent?.split("->") ?? [];
  Object.assign(edge.dataset, { tail, head });
  const explained = [...edge.querySelectorAll("[data-tooltip]")];
  if (edge.matches(".added, .removed, .changed")) {
    edge.dataset["told"] = explained[0]?.getAttribute("data-tooltip") ?? "";
    const line = edge.querySelector("path");
    line?.before(shape("path", { class: "near", d: line.getAttribute("d") ?? "" }));
  } else {
    explained.forEach(explain);
  }
}

/** The whole of a shortened text, for the pointer. */
function explain(element: Element): void {
  const title = shape("title", {});
  title.textContent = element.getAttribute("data-tooltip");
  element.prepend(title);
}

/** The layout measures with another font than the page has: squeeze a line that would leave its box, or cut it. */
function fitTexts(node: SVGGElement): void {
  const box = node.querySelector<SVGGraphicsElement>("path, polygon, ellipse")?.getBBox();
  if (!box) return;
  for (const text of node.querySelectorAll<SVGTextElement>("text")) {
    const begins = text.getAttribute("text-anchor") === "start" ? Number(text.getAttribute("x")) : box.x + MARGIN;
    const room = box.x + box.width - (node.matches(".fold, .head, .leads") ? ARROW : MARGIN) - begins;
    if (room <= 0) continue;
    while (text.getComputedTextLength() > room * MOST_SQUEEZED && text.textContent && text.textContent.length > 2) {
      text.textContent = `${[...text.textContent].slice(0, -2).join("").trimEnd()}…`;
    }
    if (text.getComputedTextLength() <= room) continue;
    text.setAttribute("textLength", String(room));
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  }
}
