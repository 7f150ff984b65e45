/** A button of a piece's own toolbar; `name` is what it does, for the pointer and for screen readers. */
export function button(text: string, name: string, act: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.title = name;
  element.setAttribute("aria-label", name);
  element.addEventListener("click", act);
  return element;
}
