// The farm's HTTP interface, readable: what it serves as OpenAPI, call by call.
import { get } from "./api.js";
import { $, el, say } from "./dom.js";
import { t } from "./words.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
let asked = false;

export async function showReference() {
  if (asked) return;
  asked = true;
  try {
    const { paths = {}, components = {} } = await get("/q/openapi?format=json");
    const resolved = (node) => (node?.$ref ? components[node.$ref.split("/").at(-2)]?.[node.$ref.split("/").pop()] ?? {} : node);
    $("reference").replaceChildren(...Object.entries(paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => call(path, method, item, resolved))));
    say($("reference-trouble"), "");
  } catch {
    asked = false;
    say($("reference-trouble"), t("error.silent"));
  }
}

function call(path, method, item, resolved) {
  const { summary, description, parameters = [], requestBody, responses = {} } = item[method];
  const named = [...(item.parameters ?? []), ...parameters].map(resolved);
  return el("details", { class: "card call" },
    el("summary", {}, el("code", {}, `${method.toUpperCase()} ${path}`), " ", el("span", { lang: "en" }, summary ?? "")),
    description && el("p", { lang: "en" }, description),
    table(t("reference.parameters"), named.map((each) => [each.name, [each.in, resolved(each.schema)?.type, each.description].filter(Boolean).join(" · ")])),
    table(t("reference.body"), Object.entries(resolved(requestBody)?.content ?? {}).map(([type, { schema }]) => [type, schema?.$ref?.split("/").pop() ?? ""])),
    table(t("reference.answers"), Object.entries(responses).map(([status, answer]) => [status, resolved(answer).description ?? ""])));
}

function table(caption, rows) {
  return rows.length > 0 && el("table", {}, el("caption", {}, caption), el("tbody", { lang: "en" },
    rows.map(([name, what]) => el("tr", {}, el("th", { scope: "row" }, el("code", {}, name)), el("td", {}, what)))));
}
