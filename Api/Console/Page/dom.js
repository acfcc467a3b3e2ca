// Small helpers over the document. Text is only ever set as text.
export const find = id => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

/** Writes only what changes, so that screen readers and selections are left alone. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }

  if (element.getAttribute("role") === "alert" || element.dataset.field) {
    element.hidden = text === "";
  }
}
