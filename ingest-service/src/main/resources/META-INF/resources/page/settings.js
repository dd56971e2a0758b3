// Every other setting of a request, made of the schema that the farm serves: a new field appears by itself.
import { $, el, freshId } from "./dom.js";
import { errorPlace } from "./errors.js";
import { changed, onChange, state } from "./form-state.js";
import { OWN } from "./request.js";
import { filled, t } from "./words.js";

let schema = null;

/** "audioGuidance" as "Audio guidance", "teaCache" as "TeaCache". */
const NAMES = { teaCache: "TeaCache", apg: "APG", loras: "LoRAs", lowVram: "Low VRAM", url: "URL" };
const named = (name) => NAMES[name] ?? (name[0].toUpperCase() + name.slice(1)).replace(/[A-Z](?![A-Z]|$)/g, (letter, at) => (at ? ` ${letter.toLowerCase()}` : letter));

/** A field that is newer than this page's words is said as the schema says it. */
const nameOf = (path, name) => filled(`setting.${path}`) ?? named(name);

function about(path, node, given = {}) {
  const word = filled(`setting.${path}.about`);
  return el("p", { class: "quiet", ...given, ...(word ? {} : { lang: "en" }) }, word ?? node.description);
}

const resolved = (node) => (node.$ref ? { ...schema.$defs[node.$ref.split("/").pop()], ...node, $ref: undefined } : node);

export function setUpSettings(served) {
  schema = served;
  if (!schema) return;
  onChange((what) => what === "all" && show());
  show();
}

function show() {
  $("settings").replaceChildren(...Object.entries(schema.properties)
    .filter(([name]) => !OWN.includes(name))
    .sort(([one], [other]) => place(one) - place(other))
    .map(([name, node]) => fieldOf(name, name, resolved(node))));
}

/** What concerns the sender rather than the video comes last. */
const place = (name) => (name === "engine" ? -1 : ["priority", "expiresAfterSeconds", "tenant", "labels", "webhook"].indexOf(name) + 1);

const isGroup = (node) => node.type === "object" && node.properties;

function fieldOf(path, name, node) {
  if (isGroup(node)) {
    return el("fieldset", { class: "group", dataset: { path } }, el("legend", {}, nameOf(path, name)), about(path, node),
      Object.entries(node.properties).map(([inner, each]) => fieldOf(`${path}.${inner}`, inner, resolved(each))));
  }
  const id = freshId("setting");
  const hint = `${id}-hint`;
  const input = inputOf(path, node, { id, "aria-describedby": hint });
  return el("div", { class: "field setting", dataset: { path } }, el("label", { htmlFor: id }, nameOf(path, name)), input,
    about(path, node, { id: hint }), errorPlace(`${id}-error`));
}

function keep(path, value) {
  if (value === undefined || value === "") delete state.settings[path];
  else state.settings[path] = value;
  changed("settings");
}

function inputOf(path, node, given) {
  const value = state.settings[path];
  if (node.enum || node.type === "boolean") return choiceOf(path, node, given, value);
  if (["number", "integer"].includes(node.type)) {
    const input = el("input", { ...given, type: "number", min: node.minimum ?? node.exclusiveMinimum, max: node.maximum,
      step: node.type === "integer" ? 1 : "any", value: value ?? "", placeholder: node.default ?? t("settings.default"),
      oninput: () => keep(path, input.value === "" ? undefined : Number(input.value)) });
    return input;
  }
  if (node.type === "string") {
    const long = node.maxLength > 4000;
    const input = el(long ? "textarea" : "input", { ...given, ...(long ? { rows: 2 } : { type: path.endsWith("secret") ? "password" : "text", autocomplete: "off" }),
      value: value ?? "", placeholder: node.default ?? "", oninput: () => keep(path, input.value) });
    return input;
  }
  return linesOf(path, node, given, value);
}

function choiceOf(path, node, given, value) {
  const values = node.enum ?? [true, false];
  const word = (each) => (node.enum ? String(each) : each ? t("settings.on") : t("settings.off"));
  const standard = node.default === undefined ? t("settings.default") : t("settings.defaultIs", { value: word(node.default) });
  const select = el("select", { ...given, onchange: () => keep(path, select.value === "" ? undefined : values[Number(select.value)]) },
    new Option(standard, ""), values.map((each, i) => new Option(word(each), i, false, value === each)));
  return select;
}

/** Lists and maps, a line for each: "name: value", or "name" where the value has a default. */
function linesOf(path, node, given, value) {
  const isMap = node.type === "object";
  const item = isMap ? null : resolved(node.items ?? {});
  const second = item?.properties && Object.keys(item.properties)[1];
  const lines = !value ? "" : isMap ? Object.entries(value).map(([name, each]) => `${name}: ${each}`).join("\n")
    : value.map((each) => (second && each[second] !== undefined ? `${each.name}: ${each[second]}` : each.name ?? each)).join("\n");
  const input = el("textarea", { ...given, rows: 2, value: lines, placeholder: isMap ? "name: value" : second ? `name: ${item.properties[second].default ?? second}` : "", oninput: () => {
    const pairs = input.value.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => {
      const at = line.lastIndexOf(":");
      return at < 0 ? [line] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
    if (!pairs.length) return keep(path, undefined);
    keep(path, isMap ? Object.fromEntries(pairs.map(([name, each]) => [name, each ?? ""]))
      : pairs.map(([name, each]) => (second ? { name, ...(each ? { [second]: Number(each) } : {}) } : name)));
  } });
  return input;
}
