// Making elements. Text goes in as text, never as HTML: nothing a server or citizen wrote can act.

/** An element with attributes and children; strings become text nodes, null is left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A button that does something. */
export function button(label, action, className) {
  const element = make("button", { type: "button", class: className }, label);
  element.addEventListener("click", action);
  return element;
}
