// What a tenant may use: for admins, to be set.
import { Refused, setQuota } from "./api.js";
import { $, el, say } from "./dom.js";
import { blame, clearErrors, showViolations } from "./errors.js";
import { number, t } from "./words.js";

const NUMBERS = ["jobs", "running", "videoSeconds", "gpuSeconds", "weight"];
const CLASSES = ["high", "normal", "low"];
let known = new Map();

/** @param saved is called when a quota was set */
export function setUpQuota(saved) {
  $("quota-priority").append(new Option(t("quota.farms"), ""), ...CLASSES.map((each) => new Option(t(`job.priority.${each}`), each)));
  $("quota-tenant").addEventListener("change", () => show($("quota-tenant").value.trim()));
  $("quota-form").addEventListener("submit", (event) => { event.preventDefault(); save(saved); });
}

/** @param tenants as the farm says them, with what is their own of their quotas */
export function learnQuotas(tenants) {
  known = new Map(tenants.map((each) => [each.tenant, each]));
  $("quota-tenants").replaceChildren(...tenants.map(({ tenant }) => new Option(tenant)));
}

/** Fills the form in with what this tenant has. */
export function changeQuota(tenant) {
  $("quota-tenant").value = tenant;
  show(tenant);
  $("quota-jobs").focus();
}

const field = (name) => $(`quota-${name}`);

/** An empty field is the farm's: where the tenant has no limit of its own, that is what it has now. */
function show(tenant) {
  clearErrors($("quota-form"));
  say($("quota-note"), "");
  const { own = {}, quota = {} } = known.get(tenant) ?? {};
  for (const name of [...NUMBERS, "priority"]) field(name).value = own[name] ?? "";
  for (const name of NUMBERS) field(name).placeholder = own[name] === undefined && quota[name] !== undefined ? number(quota[name]) : t("quota.farms");
}

async function save(saved) {
  const form = $("quota-form");
  clearErrors(form);
  say($("quota-note"), "");
  const tenant = $("quota-tenant").value.trim();
  const wrong = NUMBERS.filter((name) => field(name).validity.badInput || !Number.isInteger(Number(field(name).value)));
  const faults = wrong.map((name) => blame(field(name).closest("[data-path]"), t("quota.whole")));
  if (!tenant) faults.unshift(blame($("quota-tenant").closest("[data-path]"), t("quota.whose")));
  if (faults.length) return faults[0].focus();
  const wish = Object.fromEntries(NUMBERS.filter((name) => field(name).value).map((name) => [name, Number(field(name).value)]));
  if (field("priority").value) wish.priority = field("priority").value;
  try {
    await setQuota(tenant, wish);
    await saved();
    show(tenant);
    say($("quota-note"), t(Object.keys(wish).length ? "quota.set" : "quota.removed", { tenant }));
  } catch (e) {
    if (e.violations?.length) return showViolations(e.violations, $("quota-error"), form)?.focus();
    say($("quota-error"), e instanceof Refused ? e.message : t("error.silent"));
  }
}

/** A button that leads to the form. */
export const quotaButton = (tenant) =>
  el("button", { type: "button", class: "plain", "aria-label": t("quota.changeOf", { tenant }), onclick: () => changeQuota(tenant) }, t("quota.change"));
