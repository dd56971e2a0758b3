// Elements, made in one call. Text of others goes in as text, never as markup.
export const $ = (id) => document.getElementById(id);

/** el("p", { class: "quiet", onclick: f, hidden: true }, "text", child) */
export function el(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (key.includes("-") || !(key in element) || key === "role" || key === "list" || key === "form") element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Only what has changed is touched, so that screen readers are told once. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function later(millis, work) {
  let timer = null;
  const call = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), millis);
  };
  call.stop = () => clearTimeout(timer);
  return call;
}

let ids = 0;
export const freshId = (what) => `${what}-${++ids}`;
