// Two videos side by side, played as one, and what was asked for differently.
import { get, posterAddress, Refused, videoAddress } from "./api.js";
import { $, el, say } from "./dom.js";
import { heard, unheard } from "./farm-state.js";
import { facts, title } from "./job-words.js";
import { flat } from "./request.js";
import { Pair } from "./sync.js";
import { number, t } from "./words.js";

let shown = null;
let pair = null;
const videos = () => [$("compare-left"), $("compare-right")];

export function setUpCompare() {
  pair = new Pair(videos(), tell);
  $("compare-play").addEventListener("click", () => (pair.playing ? pair.pause() : pair.play()));
  $("compare-at").addEventListener("input", () => pair.seek(Number($("compare-at").value)));
  $("compare-back").addEventListener("click", () => pair.step(-1));
  $("compare-on").addEventListener("click", () => pair.step(1));
  $("compare-sound").addEventListener("change", hear);
}

/** @param wanted ids of two jobs with a comma between them, or null for none */
export async function showCompare(wanted) {
  if (wanted === shown) return;
  shown = wanted;
  pair.pause();
  for (const video of videos()) { video.removeAttribute("src"); video.load(); }
  $("compare-body").hidden = true;
  say($("compare-trouble"), "");
  if (wanted === null) return;
  try {
    const ids = wanted.split(",").slice(0, 2);
    if (ids.length < 2) return say($("compare-trouble"), t("compare.two"));
    const jobs = await Promise.all(ids.map((id) => get(`/v1/jobs/${encodeURIComponent(id)}`)));
    if (shown !== wanted) return;
    heard();
    if (jobs.some((job) => job.status !== "completed")) return say($("compare-trouble"), t("compare.unfinished"));
    jobs.forEach(showSide);
    hear();
    $("compare-body").hidden = false;
    $("compare-title").focus();
    tell();
    const asked = await Promise.all(jobs.map(({ jobId }) => get(`/v1/jobs/${jobId}/request`)));
    if (shown === wanted) showDifferences(asked);
  } catch (e) {
    if (shown !== wanted) return;
    if (!(e instanceof Refused)) unheard();
    say($("compare-trouble"), e instanceof Refused ? e.message : t("error.silent"));
  }
}

function showSide(job, side) {
  const video = videos()[side];
  video.src = videoAddress(job.jobId);
  video.poster = posterAddress(job.jobId);
  video.setAttribute("aria-label", title(job));
  const link = video.nextElementSibling.querySelector("a");
  say(link, title(job));
  link.href = `#job=${job.jobId}`;
  say(video.nextElementSibling.querySelector(".facts"), facts(job));
}

function hear() {
  videos().forEach((video, side) => { video.muted = String(side) !== $("compare-sound").value; });
}

const clock = (seconds) => `${number(seconds, 2)} s`;

function tell() {
  say($("compare-play"), pair.playing ? t("compare.pause") : t("compare.play"));
  const bar = $("compare-at");
  bar.max = pair.seconds;
  bar.value = pair.position;
  bar.setAttribute("aria-valuetext", clock(pair.position));
  say($("compare-time"), `${clock(pair.position)} / ${clock(pair.seconds)}`);
  if (videos().some((video) => video.error)) say($("compare-trouble"), t("compare.broken"));
}

function showDifferences(asked) {
  const [left, right] = asked.map((request) => new Map(flat(request, "")));
  const names = [...new Set([...left.keys(), ...right.keys()])].filter((name) => left.get(name) !== right.get(name));
  const cell = (value) => el("td", {}, value === undefined ? "–" : String(value));
  $("compare-rows").replaceChildren(...names.map((name) =>
    el("tr", {}, el("th", { scope: "row", lang: "en" }, name), cell(left.get(name)), cell(right.get(name)))));
  $("compare-rows").closest("table").hidden = !names.length;
  say($("compare-same"), names.length ? "" : t("compare.same"));
}
