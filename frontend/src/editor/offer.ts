import { button } from "../button";

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });

/** The question what becomes of a text that was typed here before and never saved. */
export class Offer {
  readonly element = document.createElement("div");

  constructor() {
    this.element.className = "offer";
    this.element.setAttribute("role", "alert");
    this.close();
  }

  /** Ask; `at` is in milliseconds since 1970, `isStale` tells that somebody saved since. */
  ask(at: number, isStale: boolean, act: { restore(): void; discard(): void }): void {
    const said = document.createElement("span");
    const since = isStale ? " The draft was saved since then; nothing is overwritten by looking." : "";
    said.textContent = `Your unsaved text of ${when(at)} was kept in this browser.${since}`;
    this.element.replaceChildren(
      said,
      button("Restore", "Go on with the text that was kept", act.restore),
      button("Discard", "Drop the text that was kept and go on with what is saved", act.discard),
    );
    this.element.hidden = false;
  }

  /** Nothing is asked any more. */
  close(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}

function when(at: number): string {
  const moment = new Date(at);
  const isToday = moment.toDateString() === new Date().toDateString();
  return isToday ? CLOCK.format(moment) : `${DAY.format(moment)}, ${CLOCK.format(moment)}`;
}
