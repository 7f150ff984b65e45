import { button } from "../button";
import { draw } from "./drawing";
import { listen } from "./gestures";
import { Nodes } from "./nodes";
import style from "./graph.css";
import { Tip, type Hints } from "./tip";
import { Viewport } from "./viewport";

export interface GraphData {
  readonly dot: string;
  readonly selected: string | null;
  readonly height: number;
  readonly label: string;
  readonly hints: Hints;
}

interface Glance {
  readonly viewport: Viewport;
  readonly seen: { left: number; top: number } | undefined;
  readonly focused: string | undefined;
}

const SHORTEST = 200;

/** One mounted graph: draws when the DOT text changes, else only moves the selection. */
export class GraphPanel {
  private readonly canvas = document.createElement("div");
  private readonly message = document.createElement("p");
  private readonly tip = new Tip(this.canvas, () => this.nodes);
  private dot: string | undefined;
  private nodes: Nodes | undefined;
  private viewport: Viewport | undefined;
  private opened = false;
  private tallest = 0;
  private last: string | null = null;
  private choose: (node: string) => void = () => undefined;
  private readonly wasDragged: () => boolean;

  constructor(private readonly root: HTMLElement) {
    const sheet = document.createElement("style");
    sheet.textContent = style;
    this.canvas.className = "canvas";
    this.canvas.tabIndex = 0;
    this.message.className = "message";
    this.message.setAttribute("role", "status");
    root.replaceChildren(sheet, this.canvas, this.toolbar(), this.message, this.tip.element);
    this.wasDragged = listen(this.canvas, () => this.viewport);
    new ResizeObserver(() => this.resized()).observe(this.canvas);
  }

  /** Show `data`; `choose` hears the id of every node that a person picks. */
  async show(data: GraphData, choose: (node: string) => void): Promise<void> {
    this.choose = choose;
    this.tallest = data.height;
    if (!this.opened) this.root.style.height = `${data.height}px`;
    this.canvas.setAttribute("role", "group");
    this.canvas.setAttribute("aria-label", `${data.label}. Tab walks through the nodes, Enter opens one, plus and minus zoom, 0 fits.`);
    if (data.dot !== this.dot) {
      this.dot = data.dot;
      await this.redraw(data.dot);
    }
    if (data.dot !== this.dot) return;
    this.nodes?.select(data.selected);
    this.nodes?.hint(data.hints);
    this.tip.take(data.hints);
    this.open();
  }

  private async redraw(dot: string): Promise<void> {
    try {
      const svg = await draw(dot);
      if (dot !== this.dot) return;
      const { x, y, width, height } = svg.viewBox.baseVal;
      this.message.textContent = "";
      const before = this.opened ? this.glance() : undefined;
      this.canvas.replaceChildren(svg);
      this.opened = false;
      this.viewport = new Viewport(svg, this.canvas, { x, y, width, height });
      this.nodes = new Nodes(svg, (id) => this.chosen(id), (box) => this.viewport?.reveal(box));
      if (before) this.goOn(before);
    } catch (error) {
      this.canvas.replaceChildren();
      this.message.textContent = `This graph cannot be drawn: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  private chosen(id: string): void {
    if (this.wasDragged()) return;
    this.last = id;
    this.choose(id);
  }

  /** What is seen now: the node that was chosen last stays where it is when the next drawing comes. */
  private glance(): Glance | undefined {
    const box = this.nodes?.boxOf(this.last);
    const focused = this.canvas.querySelector<SVGGElement>("g.node:focus")?.dataset["node"];
    return this.viewport && { viewport: this.viewport, seen: box && this.viewport.locate(box), focused };
  }

  private goOn({ viewport, seen, focused }: Glance): void {
    this.opened = true;
    this.hug();
    this.viewport?.follow(viewport, this.nodes?.boxOf(this.last), seen);
    if (focused) this.nodes?.focus(focused);
  }

  /** Not higher than the drawing needs. */
  private hug(): void {
    if (!this.viewport || document.fullscreenElement) return;
    this.root.style.height = `${Math.min(this.tallest, Math.max(this.viewport.naturalHeight + 2, SHORTEST))}px`;
  }

  private open(): void {
    if (this.opened || !this.canvas.clientWidth || !this.viewport) return;
    this.opened = true;
    this.hug();
    this.viewport.open(this.nodes?.startBox());
    this.root.dataset["ready"] = "true";
  }

  private resized(): void {
    if (this.opened) this.viewport?.apply();
    else this.open();
  }

  private toolbar(): HTMLElement {
    const bar = document.createElement("div");
    bar.className = "toolbar";
    bar.append(
      button("+", "Zoom in", () => this.viewport?.zoom(1.25)),
      button("−", "Zoom out", () => this.viewport?.zoom(0.8)),
      button("Fit", "Fit the whole graph", () => this.viewport?.fit()),
      button("Full", "Full screen", () => void toggleFullScreen(this.root)),
    );
    return bar;
  }
}

function toggleFullScreen(root: HTMLElement): Promise<void> {
  return document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
}
