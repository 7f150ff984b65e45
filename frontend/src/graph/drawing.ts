import { Graphviz } from "@hpcc-js/wasm-graphviz";

const ALLOWED = new Set(["svg", "g", "a", "title", "text", "path", "polygon", "polyline", "ellipse"]);
const KEPT = new Set([
  "class", "cx", "cy", "d", "fill", "font-size", "font-weight", "id", "points", "rx", "ry", "stroke",
  "stroke-dasharray", "stroke-width", "text-anchor", "transform", "viewBox", "x", "y",
]);
let loading: Promise<Graphviz> | undefined;

/** The DOT text as an SVG element that holds shapes and text only: no link, script, style or foreign content. */
export async function draw(dot: string): Promise<SVGSVGElement> {
  loading ??= Graphviz.load();
  const text = (await loading).layout(dot, "svg", "dot");
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  clean(parsed);
  return document.importNode(parsed, true) as unknown as SVGSVGElement;
}

function clean(element: Element): void {
  for (const child of [...element.children]) {
    if (ALLOWED.has(child.localName)) clean(child);
    else child.remove();
  }
  const tooltip = element.getAttribute("xlink:title");
  for (const name of element.getAttributeNames()) {
    if (!KEPT.has(name) && !name.startsWith("xmlns")) element.removeAttribute(name);
  }
  if (tooltip) element.setAttribute("data-tooltip", tooltip);
}
