const SVG = "http://www.w3.org/2000/svg";

/** Signs of kinds as strokes on a field of 16 by 16; a kind without one keeps the character that the layout drew. */
const STROKES: Record<string, string | undefined> = {
  human: "M8 8.2a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.8 13.6c.5-2.6 2.6-4 5.2-4s4.7 1.4 5.2 4",
  http: "M2.5 5.3h10.3M10 2.5l2.8 2.8L10 8.1M13.5 10.7H3.2M6 7.9l-2.8 2.8L6 13.5",
  function: "M11.4 3c-2.2-.7-3.1.5-3.4 2.2L6.8 11c-.4 1.9-1.3 2.7-3.1 2.1M4.8 6.8h5.4",
  set: "M6 2.6c-1.7 0-2.1.8-2.1 2v1.5c0 1.1-.5 1.9-1.6 1.9 1.1 0 1.6.8 1.6 1.9v1.5c0 1.2.4 2 2.1 2M10 2.6c1.7 0 2.1.8 2.1 2v1.5c0 1.1.5 1.9 1.6 1.9-1.1 0-1.6.8-1.6 1.9v1.5c0 1.2-.4 2-2.1 2",
  wait: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.7V8l2.3 1.5",
  listen: "M8 9.3a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6ZM5 11a4.2 4.2 0 0 1 0-6M11 5a4.2 4.2 0 0 1 0 6M2.9 13.1a7.2 7.2 0 0 1 0-10.2M13.1 2.9a7.2 7.2 0 0 1 0 10.2",
  emit: "M9 1.9 3.5 9.1h3.8L7 14.1l5.5-7.2H8.7L9 1.9Z",
  raise: "M8 2.3 14.3 13.2H1.7L8 2.3ZM8 6.5v3.1M8 11.3v.1",
  workflow: "M2 2.5h6.5v4.5H2zM7.5 9H14v4.5H7.5zM4.8 7v4.2h2.7",
  process: "M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10h3",
  switch: "M8 14V10C8 6.6 3.6 7.6 3.6 3.2M8 10c0-3.4 4.4-2.4 4.4-6.8M1.8 5l1.8-1.8L5.4 5M10.6 5l1.8-1.8L14.2 5",
  do: "M6 4h7.5M6 8h7.5M6 12h7.5M2.7 4h.1M2.7 8h.1M2.7 12h.1",
  for: "M13.2 8.5a5.3 5.3 0 1 1-1.7-4.3M13.3 1.9v3h-3",
  fork: "M2.5 3h11M4 3v10.5M8 3v10.5M12 3v10.5",
  try: "M8 1.9 13 3.7v3.8c0 3.1-2 5.5-5 6.6-3-1.1-5-3.5-5-6.6V3.7L8 1.9Z",
  catch: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 10.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM3.8 3.8l2.5 2.5M9.7 9.7l2.5 2.5M12.2 3.8 9.7 6.3M6.3 9.7l-2.5 2.5",
  part: "M3.5 8h.1M8 8h.1M12.5 8h.1",
  unknown: "M5.7 5.9a2.3 2.3 0 1 1 3.2 2.1c-.6.3-.9.7-.9 1.3v.4M8 12.3v.1",
  fold: "M6 3.5 10.5 8 6 12.5",
  head: "M3.5 6 8 10.5 12.5 6",
  leads: "M5.5 10.5 10.5 5.5M6.3 5.3h4.4v4.4",
};

/** The sign called `name`, 16 units large, its upper left corner at (x, y). */
export function icon(name: string, x: number, y: number): SVGPathElement | undefined {
  const strokes = STROKES[name];
  if (!strokes) return undefined;
  const path = shape("path", { d: strokes, class: `icon ${name}` });
  path.setAttribute("transform", `translate(${x} ${y})`);
  return path;
}

/** A new element of an SVG. */
export function shape<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
