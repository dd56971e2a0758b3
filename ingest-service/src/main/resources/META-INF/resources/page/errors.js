// Errors beside what caused them. A field is an element with data-path, as the farm's answers name it.
import { $, el, freshId } from "./dom.js";
import { violationWord } from "./remarks.js";

const form = () => $("ask");

/** A place for what is wrong with a field. */
export function errorPlace(id) {
  return el("p", { class: "error", id });
}

export function clearErrors(within = form()) {
  for (const error of within.querySelectorAll(".error")) error.textContent = "";
  for (const field of within.querySelectorAll(".wrong")) field.classList.remove("wrong");
  for (const input of within.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

export function clearError(field) {
  clearErrors(field.parentElement);
}

export function blame(field, message) {
  field.classList.add("wrong");
  let place = [...field.querySelectorAll(".error")].find((each) => each.closest("[data-path]") === field);
  if (!place) field.append(place = errorPlace(freshId("error")));
  place.textContent = place.textContent ? `${place.textContent} ${message}` : message;
  const input = field.querySelector("input, select, textarea, button");
  if (input) {
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", place.id);
  }
  for (let details = field.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
  return input ?? field;
}

/**
 * Every violation goes to its field, or to the field around it, and what has none to {@code rest}.
 *
 * @returns the first input that is wrong
 */
export function showViolations(violations, rest, within = form()) {
  let first = null;
  for (const each of violations) {
    const { path } = each;
    const field = fieldOf(path, within);
    if (field) first ??= blame(field, violationWord(each));
    else rest.textContent = `${rest.textContent} ${path ? `${path}: ` : ""}${violationWord(each)}`.trim();
  }
  return first;
}

function fieldOf(path, within) {
  for (let name = path; name; name = name.replace(/(\.[^.[]*|\[\d+])$/, "")) {
    const field = within.querySelector(`[data-path="${CSS.escape(name)}"]:not([hidden])`);
    if (field && !field.closest("[hidden]")) return field;
    if (!/[.[]/.test(name)) return null;
  }
  return null;
}
