import type { Component } from "../streamlit";

const SOON = 5000;
let stopover: { search: string; at: number } | undefined;
let installed = false;

/**
 * When the server leads to another page, Streamlit makes two entries of the browser's history: the new query under the
 * old path, then under the new path. The first one is no place to come back to, so the second one replaces it.
 */
export default function history(_component: Component<unknown>): void {
  if (installed) return;
  installed = true;
  const push = window.history.pushState.bind(window.history);
  window.history.pushState = (state, unused, url) => {
    const target = new URL(String(url ?? ""), window.location.href);
    if (target.pathname === window.location.pathname) stopover = { search: target.search, at: performance.now() };
    else if (isStopover(target.search)) return window.history.replaceState(state, unused, url);
    push(state, unused, url);
  };
}

function isStopover(search: string): boolean {
  const left = stopover;
  stopover = undefined;
  return left?.search === search && window.location.search === search && performance.now() - left.at < SOON;
}
