// All videos: searched, filtered, page by page. Ten thousand are as quick as ten, since only what is looked at is there.
import { get, isGone } from "./api.js";
import { Card } from "./card.js";
import { $, later, say } from "./dom.js";
import { farm, heard, onFarm, unheard } from "./farm-state.js";
import { ended } from "./job-words.js";
import { t } from "./words.js";

const PAGE = 24;
const BUSY_MILLIS = 2000;
const IDLE_MILLIS = 6000;
const STATES = { all: [], active: ["accepted", "running", "assembling"], completed: ["completed"], ended: ["failed", "rejected", "cancelled"] };

const cards = new Map();
let next = null;
let timer = null;
let visible = false;
let choosing = false;
const chosen = new Set();
let turn = 0; // of the query; answers to an older one are dropped

export function setUpGallery() {
  $("search").addEventListener("input", later(300, restart));
  $("filter").addEventListener("change", restart);
  $("more").addEventListener("click", more);
  $("choose-two").addEventListener("click", () => { choosing ? chooseNoMore() : choose(); });
  $("list").addEventListener("change", (event) => event.target.dataset.job && choosed(event.target));
  new IntersectionObserver((seen) => seen[0].isIntersecting && more()).observe($("more"));
  document.addEventListener("visibilitychange", () => !document.hidden && poll());
  onFarm((now) => { for (const card of cards.values()) card.listen(now); });
  setInterval(() => { for (const card of cards.values()) card.listen(farm); }, 5000);
}

export function showGallery(on) {
  visible = on;
  if (on) poll();
}

/** Tiles can be ticked from now on; two that are ticked are compared. */
export function choose(first) {
  choosing = true;
  if (first) chosen.add(first);
  markChoice();
}

function chooseNoMore() {
  choosing = false;
  chosen.clear();
  markChoice();
}

function markChoice() {
  $("choose-two").setAttribute("aria-pressed", String(choosing));
  $("list").classList.toggle("choosing", choosing);
  say($("choose-hint"), choosing ? t("compare.hint", { n: 2 - chosen.size }) : "");
  for (const card of cards.values()) card.choosable(choosing, chosen.has(card.job.jobId));
}

function choosed({ dataset: { job }, checked }) {
  if (checked) chosen.add(job);
  else chosen.delete(job);
  const both = [...chosen].join(",");
  if (chosen.size < 2) return markChoice();
  chooseNoMore();
  location.hash = `#compare=${both}`;
}

function query(before) {
  const asked = new URLSearchParams({ limit: PAGE });
  const text = $("search").value.trim();
  if (text) asked.set("text", text);
  for (const status of STATES[$("filter").value]) asked.append("status", status);
  if (before) asked.set("before", before);
  return get(`/v1/jobs?${asked}`);
}

function restart() {
  turn++;
  cards.clear();
  $("list").replaceChildren();
  poll();
}

/** The newest page again, and what is under way further down. */
async function poll() {
  clearTimeout(timer);
  if (!visible) return;
  const mine = turn;
  if (!document.hidden) {
    try {
      const page = await query();
      if (mine !== turn) return;
      heard();
      show(page.jobs, true);
      if (cards.size <= PAGE) next = page.next;
      await refreshOthers(page.jobs);
    } catch {
      unheard();
    }
  }
  if (mine !== turn) return;
  const busy = [...cards.values()].some((card) => !ended(card.job));
  timer = setTimeout(poll, busy ? BUSY_MILLIS : IDLE_MILLIS);
}

async function refreshOthers(shown) {
  const known = new Set(shown.map((job) => job.jobId));
  const others = [...cards.values()].filter((card) => !ended(card.job) && !known.has(card.job.jobId)).slice(0, PAGE);
  for (const card of others) {
    try {
      card.show(await get(`/v1/jobs/${card.job.jobId}`), farm);
    } catch (e) {
      if (!isGone(e)) throw e;
      forget(card.job.jobId);
    }
  }
}

/** A job that was deleted. */
export function forget(id) {
  cards.get(id)?.element.remove();
  cards.delete(id);
  chosen.delete(id);
}

let fetching = false;

async function more() {
  if (!next || fetching || !visible) return;
  fetching = true;
  const mine = turn;
  try {
    const page = await query(next);
    if (mine !== turn) return;
    show(page.jobs, false);
    next = page.next;
  } catch {
    unheard();
  } finally {
    fetching = false;
    $("more").hidden = !next;
  }
}

function show(jobs, newest) {
  const list = $("list");
  jobs.forEach((job, i) => {
    let card = cards.get(job.jobId);
    if (!card) {
      card = new Card();
      cards.set(job.jobId, card);
      list.insertBefore(card.element, newest ? list.children[i] ?? null : null);
    }
    card.show(job, farm);
    card.choosable(choosing, chosen.has(job.jobId));
  });
  const filtered = $("search").value.trim() || $("filter").value !== "all";
  $("none").hidden = cards.size > 0;
  say($("none"), filtered ? t("videos.noneFound") : t("videos.none"));
  $("more").hidden = !next;
}
