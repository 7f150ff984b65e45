import { EditorPanel, type EditorData } from "../editor/panel";
import type { Component } from "../streamlit";

const panels = new WeakMap<Element, EditorPanel>();

/** The text of a draft, to write; the panel of a mounted element lives on between the calls. */
export default function editor(component: Component<EditorData>): void {
  const root = component.parentElement.querySelector<HTMLElement>(".pointsman-editor");
  if (!root) return;
  let panel = panels.get(root);
  if (!panel) panels.set(root, (panel = new EditorPanel(root)));
  panel.show(component.data, (typed) => component.setStateValue("typed", typed));
}
