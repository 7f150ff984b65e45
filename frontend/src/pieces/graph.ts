import { GraphPanel, type GraphData } from "../graph/panel";
import type { Component } from "../streamlit";

const panels = new WeakMap<Element, GraphPanel>();

/** Streamlit calls this on every run of the script; the panel of a mounted element lives on between the calls. */
export default function graph(component: Component<GraphData>): void {
  const root = component.parentElement.querySelector<HTMLElement>(".pointsman-graph");
  if (!root) return;
  let panel = panels.get(root);
  if (!panel) panels.set(root, (panel = new GraphPanel(root)));
  void panel.show(component.data, (node) => component.setTriggerValue("node", node));
}
