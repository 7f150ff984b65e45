/** What the server hears. */
export interface Typed {
  readonly adopt: string;
  /** Grows with every change; tells one state of the text from the next, also after a reload. */
  readonly edit: number;
  readonly text: string;
  /** The content hash of what the text began from. */
  readonly base: string;
  /** What it began from, where the server cannot know it: after a text was restored. */
  readonly baseText: string | null;
  readonly attempt: number;
}

const PAUSE_MILLISECONDS = 700;
const AGAIN_MILLISECONDS = 4000;

/** Sends the text a moment after the last change, and again while no answer comes. */
export class Sending {
  private timer: number | undefined;
  private attempt = 0;

  constructor(private readonly send: (attempt: number) => void) {}

  /** Something was typed. */
  later(): void {
    this.wait(PAUSE_MILLISECONDS);
  }

  /** Send what waits, now. */
  now(): void {
    if (this.timer !== undefined) this.fire();
  }

  /** The server answered for what was sent last. */
  answered(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
  }

  private wait(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.fire(), milliseconds);
  }

  private fire(): void {
    this.send(++this.attempt);
    this.wait(AGAIN_MILLISECONDS);
  }
}
