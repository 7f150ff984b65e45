import type { Component } from "../streamlit";

const TARGET = ".stTooltipHoverTarget";
let installed = false;
let waits = false;

/**
 * A grey button takes no focus, so that the keyboard would never reach the reason that it shows under the pointer. What
 * holds such a button takes the focus in its place, and shows the reason then.
 */
export default function reasons(_component: Component<unknown>): void {
  if (installed) return;
  installed = true;
  const changes = { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"] };
  new MutationObserver(soon).observe(document.body, changes);
  soon();
}

function soon(): void {
  if (waits) return;
  waits = true;
  requestAnimationFrame(() => {
    waits = false;
    document.querySelectorAll<HTMLElement>(TARGET).forEach(reach);
  });
}

function reach(target: HTMLElement): void {
  const isGrey = target.querySelector(":scope > button:disabled") !== null;
  if (isGrey && target.tabIndex !== 0) target.tabIndex = 0;
  else if (!isGrey && target.hasAttribute("tabindex")) target.removeAttribute("tabindex");
}
