// The page's words, one file for each language.
const LANGUAGES = { en: "English", de: "Deutsch", es: "Español", fr: "Français", ja: "日本語", zh: "中文" };
const KEPT = "parley.language";

let words = {};
let language = "en";

export const languages = () => Object.entries(LANGUAGES);
export const current = () => language;

export async function load() {
  const wished = [localStorage.getItem(KEPT), ...navigator.languages].filter(Boolean).map((tag) => tag.slice(0, 2).toLowerCase());
  language = wished.find((tag) => tag in LANGUAGES) ?? "en";
  words = await (await fetch(`words/${language}.json`)).json();
  document.documentElement.lang = language;
  fill(document);
}

export function choose(tag) {
  localStorage.setItem(KEPT, tag);
  location.reload();
}

/** The word for {@code key}, its {holes} filled. */
export function t(key, holes = {}) {
  return (words[key] ?? key).replace(/\{([a-z]+)}/g, (hole, name) => holes[name] ?? hole);
}

/** The word for {@code key}; null where there is none, or one of its holes has no value. */
export function filled(key, holes = {}) {
  const word = key in words ? t(key, holes) : null;
  return word === null || /\{[a-z]+}/.test(word) ? null : word;
}

/** Fills in what the HTML leaves to the language. */
export function fill(root) {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const name of ["aria-label", "placeholder", "alt", "title"]) {
    for (const element of root.querySelectorAll(`[data-t-${name}]`)) element.setAttribute(name, t(element.getAttribute(`data-t-${name}`)));
  }
}

export const number = (value, digits = 0) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
export const date = (instant) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));
export const clock = (instant) => new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(new Date(instant));

/** "8 s", "3 min", "2 h". */
export function span(seconds) {
  const [value, unit] = seconds < 100 ? [Math.max(1, Math.round(seconds)), "second"]
    : seconds < 5400 ? [Math.round(seconds / 60), "minute"] : [Math.round(seconds / 360) / 10, "hour"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(value);
}
