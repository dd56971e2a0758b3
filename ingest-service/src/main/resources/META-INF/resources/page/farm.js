// The farm for people: who renders what, what waits, how fast it goes.
import { $, el, say } from "./dom.js";
import { onFarm } from "./farm-state.js";
import { number, span, t } from "./words.js";

export function setUpFarm() {
  onFarm(show);
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
    el("th", { scope: "row" }, engine), el("td", {}, `${width} × ${height}`), el("td", {}, span(secondsPerSecond)), el("td", {}, number(jobs)))));
  $("farm-paces").closest("table").hidden = !farm.paces.length;
  say($("farm-no-paces"), farm.paces.length ? "" : t("farm.noPaces"));
  $("farm-queue").replaceChildren(...farm.queue.slice(0, 20).map((id) => el("li", {}, el("a", { href: `#job=${id}` }, id))));
  say($("farm-no-queue"), farm.waiting ? "" : t("farm.noQueue"));
  const failures = Object.entries(farm.failures);
  $("farm-failures").replaceChildren(...failures.map(([kind, n]) => el("div", {}, el("dt", {}, kind), el("dd", {}, number(n)))));
  say($("farm-no-failures"), failures.length ? "" : t("farm.noFailures"));
}

function worker({ name, job, since }) {
  const doing = job ? el("a", { href: `#job=${job}` }, t("farm.renders", { job: job.slice(0, 8) })) : el("span", { class: "quiet" }, t("farm.idle"));
  const time = since ? el("span", { class: "quiet" }, t("farm.since", { time: span(Math.max(0, (Date.now() - new Date(since)) / 1000)) })) : null;
  return el("li", { class: job ? "worker busy" : "worker" }, el("strong", {}, name), doing, time);
}
