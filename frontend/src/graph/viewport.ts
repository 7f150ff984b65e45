export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const READABLE = 0.7;
const LARGEST = 4;

/** Pan and zoom of one SVG by its viewBox; one drawing unit is one pixel at scale 1. */
export class Viewport {
  private x = 0;
  private y = 0;
  private scale = 1;
  private readonly smallest: number;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly frame: HTMLElement,
    private readonly whole: Box,
  ) {
    this.smallest = Math.min(0.1, this.fittingScale() / 2);
  }

  /** The whole drawing, centred, never larger than drawn. */
  fit(): void {
    this.scale = Math.min(this.fittingScale(), 1);
    this.centreOn(this.whole);
  }

  /** The first look: the whole drawing where it stays readable, else its width, else the neighbourhood of `start`. */
  open(start: Box | undefined): void {
    this.fit();
    if (this.scale >= READABLE || !start) return;
    const width = this.frame.clientWidth / this.whole.width;
    this.scale = width >= READABLE ? Math.min(width, 1) : 0.9;
    this.centreOn(start);
    this.stayInside();
  }

  /** The height that the whole drawing takes at the width of the frame, in pixels. */
  get naturalHeight(): number {
    return this.whole.height * Math.min(1, this.frame.clientWidth / this.whole.width);
  }

  /** Where the upper left corner of `box` is seen, in pixels of the frame. */
  locate(box: Box): { left: number; top: number } {
    return { left: (box.x - this.x) * this.scale, top: (box.y - this.y) * this.scale };
  }

  /** Show what `other` showed: the same scale, and `box` where it was seen there, or the same corner without a box. */
  follow(other: Viewport, box: Box | undefined, seen: { left: number; top: number } | undefined): void {
    this.scale = other.scale;
    this.x = box && seen ? box.x - seen.left / this.scale : other.x;
    this.y = box && seen ? box.y - seen.top / this.scale : other.y;
    this.apply();
  }

  /** Larger or smaller by `factor`; the point under (clientX, clientY) stays where it is. */
  zoom(factor: number, clientX?: number, clientY?: number): void {
    const bounds = this.frame.getBoundingClientRect();
    const px = (clientX ?? bounds.left + bounds.width / 2) - bounds.left;
    const py = (clientY ?? bounds.top + bounds.height / 2) - bounds.top;
    const next = Math.min(LARGEST, Math.max(this.smallest, this.scale * factor));
    this.x += px / this.scale - px / next;
    this.y += py / this.scale - py / next;
    this.scale = next;
    this.apply();
  }

  /** Move the drawing by pixels of the screen. */
  pan(dx: number, dy: number): void {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.apply();
  }

  /** Move just enough that `box` can be seen. */
  reveal(box: Box): void {
    const { width, height } = this.extent();
    if (box.x < this.x || box.x + box.width > this.x + width || box.y < this.y || box.y + box.height > this.y + height) {
      this.centreOn(box);
    }
  }

  /** Keep the scale and the upper left corner after the frame changed its size. */
  apply(): void {
    const { width, height } = this.extent();
    this.svg.setAttribute("viewBox", `${this.x} ${this.y} ${width} ${height}`);
  }

  private centreOn(box: Box): void {
    const { width, height } = this.extent();
    this.x = box.x + box.width / 2 - width / 2;
    this.y = box.y + box.height / 2 - height / 2;
    this.apply();
  }

  /** No empty margin on a side on which the drawing goes on at the other. */
  private stayInside(): void {
    const { width, height } = this.extent();
    this.x = inside(this.x, this.whole.x, this.whole.width, width);
    this.y = inside(this.y, this.whole.y, this.whole.height, height);
    this.apply();
  }

  private extent(): { width: number; height: number } {
    return { width: this.frame.clientWidth / this.scale, height: this.frame.clientHeight / this.scale };
  }

  private fittingScale(): number {
    return Math.min(this.frame.clientWidth / this.whole.width, this.frame.clientHeight / this.whole.height);
  }
}

function inside(at: number, from: number, whole: number, seen: number): number {
  return seen >= whole ? from + (whole - seen) / 2 : Math.min(Math.max(at, from), from + whole - seen);
}
