import { icon, shape } from "./icons";

const BADGE = 26;
const INSET = 7;
const POINT = 13;

/** Give a card its sign, the outline of its kind, and the arrow that tells whether a scope is open. */
export function dress(node: SVGGElement): void {
  const outline = node.querySelector<SVGGraphicsElement>("path, polygon");
  const [sign, ...texts] = node.querySelectorAll("text");
  if (!outline || !sign) return;
  outline.classList.add("outline");
  sign.classList.add("sign");
  const box = outline.getBBox();
  const kind = [...node.classList].find((name) => name.startsWith("icon-"))?.slice(5) ?? "";
  reshape(outline, kind, box);
  if (node.classList.contains("fold")) outline.before(stack(box));
  if (kind === "workflow") outline.after(frame(box));
  const left = box.x + INSET + (kind === "switch" ? POINT / 2 : 0);
  const middle = box.y + box.height / 2;
  const drawn = icon(kind, left + (BADGE - 16) / 2, middle - 8);
  if (drawn) {
    const badge = shape("rect", { class: "badge", x: left, y: middle - BADGE / 2, width: BADGE, height: BADGE, rx: 7 });
    sign.replaceWith(badge, drawn);
  }
  // A text that is wider than the layout reckoned was centred there: all begin at the same place.
  for (const text of texts) text.setAttribute("x", String(left + BADGE + 8));
  const arrow = ["fold", "head", "leads"].find((name) => node.classList.contains(name)) ?? "";
  const pointer = icon(kind === "catch" ? "" : arrow, box.x + box.width - 24, middle - 8);
  if (pointer) outline.parentElement?.append(pointer);
}

function reshape(outline: SVGGraphicsElement, kind: string, { x, y, width, height }: DOMRect): void {
  const right = x + width;
  if (kind === "switch") {
    outline.setAttribute("d", `M${x + POINT},${y}H${right - POINT}L${right},${y + height / 2}L${right - POINT},${y + height}H${x + POINT}L${x},${y + height / 2}Z`);
  } else if (kind === "wait" || kind === "listen") {
    outline.setAttribute("d", rounded(x, y, width, height, Math.min(height / 2, 22)));
  } else {
    outline.setAttribute("d", rounded(x, y, width, height, 9));
  }
}

function rounded(x: number, y: number, width: number, height: number, r: number): string {
  const arc = (dx: number, dy: number): string => `a${r},${r} 0 0 1 ${dx},${dy}`;
  return `M${x + r},${y}h${width - 2 * r}${arc(r, r)}v${height - 2 * r}${arc(-r, r)}h${2 * r - width}${arc(-r, -r)}v${2 * r - height}${arc(r, -r)}Z`;
}

function stack(box: DOMRect): SVGPathElement {
  return shape("path", { class: "stack", d: rounded(box.x + 5, box.y + 4, box.width - 10, box.height, 9) });
}

function frame(box: DOMRect): SVGPathElement {
  return shape("path", { class: "frame", d: rounded(box.x + 3, box.y + 3, box.width - 6, box.height - 6, 7) });
}
