// The farm for people: who renders what, what waits, how fast it goes.
import { get } from "./api.js";
import { $, el, say } from "./dom.js";
import { farm as latest, onFarm } from "./farm-state.js";
import { title } from "./job-words.js";
import { silentSeconds } from "./silence.js";
import { filled, number, span, t } from "./words.js";

const SHOWN = 20; // of the queue

export function setUpFarm() {
  onFarm(show);
}

/** Somebody looks: at names rather than ids from now on. */
export function showFarm() {
  if (latest) show(latest);
}

function show(farm) {
  say($("farm-strip"), farm.workersKnown
    ? t("farm.strip", { workers: number(farm.workers.length), waiting: number(farm.waiting) }) : t("farm.unknown"));
  $("farm-strip").classList.toggle("bad", farm.workersKnown && farm.workers.length === 0);
  $("farm-workers").replaceChildren(...farm.workers.map(worker));
  say($("farm-no-workers"), farm.workers.length ? "" : t("farm.none"));
  $("farm-counts").replaceChildren(...Object.entries(farm.jobs).map(([status, n]) =>
    el("div", {}, el("dt", {}, t(`status.${status}`)), el("dd", {}, number(n)))));
  $("farm-paces").replaceChildren(...farm.paces.map(({ engine, width, height, jobs, secondsPerSecond }) => el("tr", {},
    el("th", { scope: "row" }, engine), el("td", {}, `${width}\u00a0×\u00a0${height}`), el("td", {}, secondsPerSecond < 10 ? t("facts.seconds", { n: number(secondsPerSecond, 1) }) : span(secondsPerSecond)), el("td", {}, number(jobs)))));
  $("farm-paces").closest("table").hidden = !farm.paces.length;
  say($("farm-no-paces"), farm.paces.length ? "" : t("farm.noPaces"));
  $("farm-queue").replaceChildren(...farm.queue.slice(0, SHOWN).map((id) => el("li", {}, jobLink(id))));
  $("farm-tenants").replaceChildren(...tenants(farm.waitingByTenant));
  $("farm-classes").replaceChildren(...classes(farm.waitingByPriority));
  say($("farm-no-queue"), farm.waiting ? "" : t("farm.noQueue"));
  const failures = Object.entries(farm.failures);
  $("farm-failures").replaceChildren(...failures.map(([kind, n]) => el("div", {}, el("dt", {}, filled(`failure.${kind}`) ?? kind), el("dd", {}, number(n)))));
  say($("farm-no-failures"), failures.length ? "" : t("farm.noFailures"));
}

const titles = new Map(); // of jobs; a job keeps its own

/** Jobs are known by what they were asked for; an id says nothing to people. */
function jobLink(id, said = (name) => name) {
  const link = el("a", { href: `#job=${id}` }, said(titles.get(id) ?? id));
  if (!titles.has(id) && document.body.dataset.view === "farm") {
    titles.set(id, id);
    get(`/v1/jobs/${id}`).then((job) => { titles.set(id, title(job)); say(link, said(title(job))); }, () => titles.delete(id));
  }
  return link;
}

function worker({ name, job, since, progress, device, silentSince }) {
  const doing = job ? jobLink(job, (name) => t("farm.renders", { job: name })) : el("span", { class: "quiet" }, t("farm.idle"));
  const time = since ? el("span", { class: "quiet" }, t("farm.since", { time: span(Math.max(0, (Date.now() - new Date(since)) / 1000)) })) : null;
  const silent = silentSeconds({ silentSince });
  const missing = silent ? el("span", { class: "missing" }, t("farm.silentWorker", { time: span(silent) })) : null;
  return el("li", { class: job ? "worker busy" : "worker" }, el("strong", {}, name), doing, time, missing, facts(progress), memory(device, Boolean(job)));
}

function facts(progress) {
  if (!progress) return null;
  const { window, windows, step, steps, stepSeconds } = progress;
  const known = [t("farm.at", { window, windows, step, steps })];
  if (stepSeconds > 0) known.push(t("farm.perStep", { time: number(stepSeconds, stepSeconds < 10 ? 2 : 0) }));
  return el("span", { class: "quiet wide" }, known.join(" · "));
}

const gibibytes = (bytes) => number(bytes / 2 ** 30, 1);

/** @param fresh whether what is in use was read just now; of an idle worker only the size is known */
function memory(device, fresh) {
  if (!device) return null;
  const total = gibibytes(device.totalBytes);
  if (!fresh) return el("span", { class: "quiet wide" }, t("farm.device", { name: device.name, total }));
  const said = t("farm.memory", { name: device.name, used: gibibytes(device.usedBytes), total });
  return el("span", { class: "wide" }, el("span", { class: "quiet" }, said),
    el("meter", { class: "memory", min: 0, max: device.totalBytes, value: device.usedBytes, "aria-label": said }));
}

/** Names of tenants, where there is more than the usual one. */
function tenants(waiting) {
  const all = Object.entries(waiting ?? {});
  return all.length > 1 || all.some(([tenant]) => tenant !== "default")
    ? all.map(([tenant, n]) => el("div", {}, el("dt", {}, tenant), el("dd", {}, number(n)))) : [];
}

/** Where somebody asked for more or less than the usual one. */
function classes(waiting) {
  const all = Object.entries(waiting ?? {});
  return all.some(([priority]) => priority !== "normal")
    ? all.map(([priority, n]) => el("div", {}, el("dt", {}, t(`job.priority.${priority}`)), el("dd", {}, number(n)))) : [];
}
