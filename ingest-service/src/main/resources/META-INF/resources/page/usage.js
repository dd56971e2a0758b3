// What tenants use today, and may use.
import { $, el, say } from "./dom.js";
import { date, number, t } from "./words.js";

/**
 * @param tenants whose use the key may see, as the farm says it
 * @param action makes what can be done about a tenant; null for nothing
 */
export function showUsage(tenants, action) {
  $("usage").replaceChildren(...tenants.map(({ tenant, jobs, videoSeconds, gpuSeconds, quota }) => el("li", {}, el("strong", {}, tenant),
    measure("usage.jobs", jobs, quota.jobs), measure("usage.video", videoSeconds, quota.videoSeconds), measure("usage.gpu", gpuSeconds, quota.gpuSeconds), action?.(tenant))));
  say($("usage-note"), tenants.length ? t("usage.reset", { time: date(tenants[0].resetsAt) }) : t("usage.none"));
}

function measure(word, used, limit) {
  const limited = limit !== undefined && limit !== null;
  const said = limited ? t("usage.of", { used: number(used, 1), limit: number(limit) }) : t("usage.noLimit", { used: number(used, 1) });
  return el("div", { class: limited && used >= limit ? "measure full" : "measure" }, el("span", { class: "quiet" }, t(word)), el("span", {}, said),
    limited ? el("meter", { class: "wide", min: 0, max: Math.max(limit, 1), high: 0.9 * limit, optimum: 0, value: limit ? used : 1, "aria-label": `${t(word)}: ${said}` }) : null);
}
