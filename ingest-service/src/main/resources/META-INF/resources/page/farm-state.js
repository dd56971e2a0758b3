// What the farm does, asked for as long as somebody looks.
import { get } from "./api.js";
import { $, say } from "./dom.js";
import { clock, t } from "./words.js";

const POLL_MILLIS = 4000;
const listeners = new Set();
let heardAt = null;
export let farm = null;

export function onFarm(listener) {
  listeners.add(listener);
  if (farm) listener(farm);
}

export async function pollFarm() {
  if (!document.hidden) {
    try {
      farm = await get("/v1/farm");
      heard();
      for (const listener of listeners) listener(farm);
      warn(await ailments());
    } catch {
      unheard();
    }
  }
  setTimeout(pollFarm, POLL_MILLIS);
}

export function heard() {
  heardAt = new Date();
}

/** Somebody asked the farm and was not answered. */
export function unheard() {
  warn([{ text: heardAt ? t("farm.silentSince", { time: clock(heardAt) }) : t("farm.silent"), stale: true }]);
}

/** What the farm reports as unavailable. Its health endpoint answers 503 when it is not ready. */
async function ailments() {
  const health = await fetch("/q/health/ready", { signal: AbortSignal.timeout(10000) })
    .then((answer) => answer.json())
    .catch(() => ({ checks: [] }));
  const check = (name) => health.checks?.find((found) => found.name === name);
  const found = [];
  if (check("broker")?.status === "DOWN") found.push({ text: t("farm.noBroker"), stale: true });
  if (check("store")?.data?.answers === false) found.push({ text: t("farm.noStore"), stale: false });
  return found;
}

/** An outage stands above everything, wherever the page is scrolled to; jobs that may have moved on since are marked. */
function warn(troubles) {
  const banner = $("banner");
  const text = troubles.map((trouble) => trouble.text).join(" ");
  say(banner, text);
  banner.hidden = !text;
  document.body.classList.toggle("stale", troubles.some((trouble) => trouble.stale));
}
