import { MergePanel, type MergeData } from "../merge/panel";
import type { Component } from "../streamlit";

const panels = new WeakMap<Element, MergePanel>();

/** Two texts side by side; the panel of a mounted element lives on between the calls. */
export default function merge(component: Component<MergeData>): void {
  const root = component.parentElement.querySelector<HTMLElement>(".pointsman-merge");
  if (!root) return;
  let panel = panels.get(root);
  if (!panel) panels.set(root, (panel = new MergePanel(root)));
  panel.show(component.data);
}
