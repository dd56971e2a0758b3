// What the farm says about a request: in the reader's language where the page has words for it, in the farm's own otherwise.
import { el } from "./dom.js";
import { filled, number, t } from "./words.js";

const NUMBER = /^-?\d+(\.\d+)?$/;

/** An entry for a list of warnings. */
export function warning({ path, code, message, values = {} }) {
  const holes = Object.entries(values).map(([name, value]) => [name, NUMBER.test(value) ? number(Number(value), 2) : value]);
  const word = filled(`warning.${code}`, { ...Object.fromEntries(holes), ...(path && { path }) });
  return word ? el("li", { title: message }, located(path, word)) : said({ path, message });
}

/** What is wrong with a field: in plain words, and as exactly as the farm says it. */
export function violationWord({ code, message }) {
  const what = filled(`violation.${code}`);
  return what ? t("remark.exactly", { what, detail: message }) : message;
}

/** An entry for a list of them. */
export const violation = (each) => el("li", {}, located(each.path, violationWord(each)));

/** Why the farm refused a call. */
export const why = (refused) => (refused.violations[0] ? violationWord(refused.violations[0]) : refused.message);

/** The same as the farm says it. */
const said = ({ path, message }) => el("li", { lang: "en" }, path ? `${path}: ${message}` : message);

function located(path, what) {
  const [, list, index] = path.match(/^(speakers|turns)\[(\d+)]/) ?? [];
  return list ? t("remark.of", { who: t(list === "turns" ? "turn.name" : "person.name", { n: Number(index) + 1 }), what }) : what;
}
