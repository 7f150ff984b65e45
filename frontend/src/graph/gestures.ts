import type { Viewport } from "./viewport";

const STEP = 60;
const DRAG = 4;

/** Drag, wheel and keyboard on the frame. Returns whether the last press was a drag, so that a click can tell. */
export function listen(frame: HTMLElement, viewport: () => Viewport | undefined): () => boolean {
  let last: { x: number; y: number } | undefined;
  let dragged = false;

  frame.addEventListener("pointerdown", (event) => {
    if ((event.target as Element).closest("button")) return;
    last = { x: event.clientX, y: event.clientY };
    dragged = false;
  });
  frame.addEventListener("pointermove", (event) => {
    if (!last || !(event.buttons & 1)) return;
    const dx = event.clientX - last.x;
    const dy = event.clientY - last.y;
    if (!dragged && Math.abs(dx) + Math.abs(dy) < DRAG) return;
    if (!dragged) frame.setPointerCapture(event.pointerId);
    dragged = true;
    last = { x: event.clientX, y: event.clientY };
    viewport()?.pan(dx, dy);
  });
  frame.addEventListener("pointerup", () => (last = undefined));
  frame.addEventListener("pointercancel", () => (last = undefined));
  // A wheel over the page scrolls the page; it zooms with Ctrl, or once the drawing has the focus.
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !frame.matches(":focus-within")) return;
      event.preventDefault();
      viewport()?.zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
    },
    { passive: false },
  );
  frame.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    const view = viewport();
    if (!act || !view || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(view);
  });
  return () => dragged;
}

const KEYS: Record<string, ((view: Viewport) => void) | undefined> = {
  "+": (view) => view.zoom(1.25),
  "=": (view) => view.zoom(1.25),
  "-": (view) => view.zoom(0.8),
  "0": (view) => view.fit(),
  ArrowLeft: (view) => view.pan(STEP, 0),
  ArrowRight: (view) => view.pan(-STEP, 0),
  ArrowUp: (view) => view.pan(0, STEP),
  ArrowDown: (view) => view.pan(0, -STEP),
};
