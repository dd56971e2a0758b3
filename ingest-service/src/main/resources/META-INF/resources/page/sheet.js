// A contact sheet: the first window of four seeds, to pick from. Four jobs like any other; they outlive a reload.
import { Refused, get, isGone, posterAddress, submit, videoAddress } from "./api.js";
import { $, el, say } from "./dom.js";
import { changed, onChange, replace, state } from "./form-state.js";
import { ended, news, statusWord } from "./job-words.js";
import { request } from "./plan.js";
import { why } from "./remarks.js";
import { number, t } from "./words.js";

const SEEDS = 4;
const LARGEST_SEED = Number.MAX_SAFE_INTEGER;
const USUAL_SEED = 42;
const POLL_MILLIS = 1500;

const tiles = new Map();
let complete = () => true;
let timer = null;

/** @param isComplete says what is missing in the form, and whether nothing is */
export function setUpSheet(isComplete) {
  complete = isComplete;
  $("sheet-start").addEventListener("click", start);
  $("sheet-play").addEventListener("click", playAll);
  onChange((what) => what === "all" && show());
  show();
}

/** One window of the same video: guidance that only long videos have by default is asked for. */
function firstWindow(seed) {
  const asked = request();
  return {
    ...asked,
    mode: "clip",
    apg: { enabled: asked.mode !== "clip", ...asked.apg },
    sampling: { ...asked.sampling, seed },
    labels: { ...asked.labels, sheet: "first-window" },
  };
}

/** Those after the last sheet's, so that asking again shows others. */
function nextSeeds() {
  const first = state.sheet.length ? state.sheet.at(-1).seed + 1 : state.settings["sampling.seed"] ?? USUAL_SEED;
  return Array.from({ length: SEEDS }, (_, i) => (first + i) % LARGEST_SEED);
}

async function start() {
  say($("sheet-error"), "");
  if (!complete()) return;
  const button = $("sheet-start");
  button.disabled = true;
  say($("sheet-status"), t("ask.sending"));
  const sheet = [];
  try {
    for (const seed of nextSeeds()) sheet.push({ seed, id: (await submit(firstWindow(seed))).jobId });
  } catch (e) {
    say($("sheet-error"), e instanceof Refused ? why(e) : t("error.silent"));
  } finally {
    button.disabled = false;
    say($("sheet-status"), "");
  }
  if (!sheet.length) return;
  state.sheet = sheet;
  changed("sheet");
  show();
}

function show() {
  tiles.clear();
  $("sheet").replaceChildren(...state.sheet.map((each) => {
    tiles.set(each.id, new Tile(each));
    return tiles.get(each.id).element;
  }));
  $("sheet").hidden = !state.sheet.length;
  $("sheet-play").hidden = true;
  say($("sheet-start"), t(state.sheet.length ? "sheet.more" : "sheet.start"));
  poll();
}

async function poll() {
  clearTimeout(timer);
  const open = [...tiles.values()].filter(({ job }) => !job || !ended(job));
  if (!open.length) return;
  if (!document.hidden && document.body.dataset.view === "new") {
    for (const tile of open) {
      try {
        tile.show(await get(`/v1/jobs/${tile.id}`));
      } catch (e) {
        if (isGone(e)) tile.gone();
      }
    }
    $("sheet-play").hidden = ![...tiles.values()].some(({ job }) => job?.status === "completed");
  }
  timer = setTimeout(poll, POLL_MILLIS);
}

function playAll() {
  for (const { video } of tiles.values()) {
    video.currentTime = 0;
    if (video.src) video.play().catch(() => {});
  }
}

function pick(seed) {
  state.settings["sampling.seed"] = seed;
  replace(state);
  say($("sheet-status"), t("sheet.picked", { seed }));
  $("render").focus();
}

class Tile {
  job = null;

  constructor({ seed, id }) {
    this.id = id;
    this.video = el("video", { muted: true, loop: true, playsInline: true, preload: "metadata", poster: posterAddress(id), "aria-label": t("sheet.take", { seed }) });
    this.state = el("span", { class: "quiet" });
    this.element = el("li", {}, this.video, el("p", {}, el("a", { href: `#job=${id}` }, t("facts.seed", { n: number(seed) })), " ", this.state),
      el("button", { type: "button", class: "plain", onclick: () => pick(seed) }, t("sheet.pickThis", { seed })));
    this.video.muted = true;
  }

  show(job) {
    this.job = job;
    if (job.status === "completed") {
      this.video.src = videoAddress(job.jobId);
      say(this.state, "");
    } else say(this.state, `${statusWord(job)}. ${job.status === "accepted" ? "" : news(job, null)}`);
  }

  gone() {
    this.job = { status: "failed" };
    say(this.state, t("sheet.gone"));
  }
}
