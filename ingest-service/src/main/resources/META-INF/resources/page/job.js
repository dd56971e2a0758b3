// One job: its video as it grows, how it goes, what was asked for.
import { cancel, downloadAddress, get, posterAddress, Refused, remove, retry as repeat, subtitlesAddress, videoAddress } from "./api.js";
import { $, el, say } from "./dom.js";
import { farm, heard, onFarm, unheard } from "./farm-state.js";
import { forget } from "./gallery.js";
import { done, ended, facts, faultWord, news, percent, statusWord, title } from "./job-words.js";
import { Live, prepareLive } from "./live.js";
import { setUpPriority, showPriority } from "./priority.js";
import { violation, warning } from "./remarks.js";
import { flat } from "./request.js";
import { silentSeconds } from "./silence.js";
import { date, t } from "./words.js";

const AGAIN_MILLIS = 2000;

let id = null;
let job = null;
let stream = null;
let retry = null;
let live = null;

export function setUpJob() {
  $("cancel").addEventListener("click", () => { $("cancel").hidden = true; $("cancel-sure").hidden = false; $("cancel-yes").focus(); });
  $("cancel-no").addEventListener("click", () => { askNoMore(); $("cancel").focus(); });
  $("cancel-yes").addEventListener("click", callOff);
  $("delete").addEventListener("click", () => { $("delete").hidden = true; $("delete-sure").hidden = false; $("delete-yes").focus(); });
  $("delete-no").addEventListener("click", () => { keep(); $("delete").focus(); });
  $("delete-yes").addEventListener("click", deleteIt);
  $("job-retry").addEventListener("click", tryAgain);
  $("copy").addEventListener("click", copyLink);
  setUpPriority((moved) => id === moved.jobId && show(moved));
  $("job-asked").addEventListener("toggle", () => $("job-asked").open && showAsked());
  document.addEventListener("visibilitychange", () => !document.hidden && id && !ended(job ?? {}) && follow());
  onFarm(() => job && tell());
  setInterval(() => job && tell(), 1000);
}

/** @param wanted null for none */
export async function showJob(wanted) {
  if (wanted === id) return;
  leave();
  id = wanted;
  if (!id) return;
  $("job-body").hidden = true;
  $("job-asked").open = false;
  say($("job-trouble"), "");
  say($("job-note"), "");
  keep();
  try {
    const found = await get(`/v1/jobs/${id}`);
    if (id !== wanted) return;
    heard();
    show(found);
    $("job-title").focus();
  } catch (e) {
    if (e instanceof Refused) say($("job-trouble"), e.message);
    else { unheard(); retry = setTimeout(() => { id = null; showJob(wanted); }, AGAIN_MILLIS); }
  }
}

function leave() {
  clearTimeout(retry);
  stream?.close();
  live?.stop();
  stream = live = job = null;
  const video = $("video");
  video.pause();
  video.removeAttribute("src");
  video.replaceChildren();
  video.load();
  video.hidden = true;
}

function follow() {
  stream?.close();
  if (ended(job)) return;
  const wanted = id;
  stream = new EventSource(`/v1/jobs/${id}/events`);
  stream.addEventListener("state", (event) => { heard(); if (id === wanted) show(JSON.parse(event.data)); });
  stream.addEventListener("error", () => {
    stream?.close();
    if (id !== wanted) return;
    clearTimeout(retry);
    retry = setTimeout(refresh, AGAIN_MILLIS);
  });
}

/** The stream has ended, or broke off. */
async function refresh() {
  const wanted = id;
  try {
    const now = await get(`/v1/jobs/${wanted}`);
    if (id !== wanted) return;
    heard();
    stream = null;
    show(now);
  } catch {
    if (id !== wanted) return;
    unheard();
    retry = setTimeout(refresh, AGAIN_MILLIS);
  }
}

function show(now) {
  job = now;
  const over = ended(job);
  $("job-body").hidden = false;
  $("job").dataset.status = job.status;
  document.title = `${title(job)} · Parley`;
  say($("job-title"), title(job));
  say($("job-status"), statusWord(job));
  $("job-status").className = `status ${job.status}`;
  say($("job-facts"), facts(job));
  say($("job-time"), date(job.createdAt));
  say($("job-id"), job.jobId);
  say($("job-worker"), job.worker ?? "");
  $("job-bar").hidden = over || job.status === "accepted";
  $("job-bar").value = done(job);
  $("job-again").href = `#again=${job.jobId}`;
  $("job-compare").href = `#pick=${job.jobId}`;
  $("job-compare").hidden = job.status !== "completed";
  $("cancel").hidden = over || !$("cancel-sure").hidden;
  if (over) askNoMore(true);
  $("delete").hidden = !over || !$("delete-sure").hidden;
  $("job-retry").hidden = job.status !== "failed" && job.status !== "cancelled";
  showPriority(job);
  $("job-violations").replaceChildren(...(job.violations ?? []).map(violation));
  $("job-warnings").replaceChildren(...(job.warnings ?? []).map(warning));
  say($("job-message"), faultWord(job) ? job.message ?? "" : "");
  tell();
  showVideo();
  if (job.status === "running") prepareLive($("video"));
  if (!over && !stream) follow();
}

function tell() {
  const silent = silentSeconds(job);
  $("job").classList.toggle("silent", silent > 0);
  say($("job-news"), silent ? t("news.silent", { worker: job.worker ?? "", seconds: silent }) : news(job, farm));
  say($("job-percent"), $("job-bar").hidden ? "" : percent(job));
}

function showVideo() {
  const video = $("video");
  const poster = $("job-poster");
  if (video.hidden && poster.dataset.job !== id) {
    poster.dataset.job = id;
    poster.hidden = false;
    poster.src = posterAddress(id);
    poster.onerror = () => { poster.hidden = true; };
  }
  $("job-live").hidden = !live || job.status === "completed";
  $("get").hidden = job.status !== "completed";
  if (job.status === "completed") return showFinished(video);
  if (job.committedChunks > 0 && !live && !ended(job)) {
    live = new Live(video, id);
    reveal(video);
    live.start().catch(() => { live = null; video.hidden = true; $("job-poster").hidden = false; });
    $("job-live").hidden = false;
  }
}

/** The finished video takes the place of the growing one, where that was. */
function showFinished(video) {
  $("get").href = downloadAddress(id);
  if (video.getAttribute("src") === videoAddress(id)) return;
  const [at, playing] = [live ? video.currentTime : 0, live && !video.paused];
  live?.stop();
  live = null;
  video.src = videoAddress(id);
  showSubtitles(video);
  if (at) video.currentTime = at;
  if (playing) video.play().catch(() => {});
  reveal(video);
}

/** Of what was spoken from text; of recordings nobody knows the words. */
function showSubtitles(video) {
  const spoken = job.syntheticVoices?.length > 0;
  video.replaceChildren(...(spoken
    ? [el("track", { kind: "subtitles", label: t("job.subtitles"), src: subtitlesAddress(id) })] : []));
}

function reveal(video) {
  video.poster = posterAddress(id);
  video.hidden = false;
  $("job-poster").hidden = true;
}

function askNoMore(over = false) {
  const hadFocus = $("cancel-sure").contains(document.activeElement);
  $("cancel-sure").hidden = true;
  $("cancel").hidden = over;
  if (hadFocus && over) $("job-title").focus();
}

async function callOff() {
  say($("job-trouble"), "");
  try {
    show(await cancel(id));
  } catch (e) {
    if (!(e instanceof Refused && e.problem.status === 409)) say($("job-trouble"), t("job.notCancelled"));
    refresh();
  }
  $("job-title").focus();
}

function keep() {
  $("delete-sure").hidden = true;
  $("delete").hidden = !ended(job ?? {});
}

async function deleteIt() {
  const gone = id;
  say($("job-trouble"), "");
  try {
    await remove(gone);
    forget(gone);
    addEventListener("hashchange", () => $("videos-title").focus(), { once: true });
    location.hash = "#videos";
  } catch (e) {
    say($("job-trouble"), e instanceof Refused ? e.message : t("job.notDeleted"));
    keep();
    $("job-title").focus();
  }
}

async function tryAgain() {
  say($("job-trouble"), "");
  try {
    location.hash = `#job=${(await repeat(id)).jobId}`;
  } catch (e) {
    say($("job-trouble"), e instanceof Refused ? e.message : t("error.silent"));
    $("job-title").focus();
  }
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    say($("job-note"), t("job.copied"));
  } catch {
    say($("job-note"), location.href);
  }
}

async function showAsked() {
  const list = $("job-settings");
  list.replaceChildren();
  try {
    const asked = await get(`/v1/jobs/${id}/request`);
    for (const [name, value] of flat(asked, "")) list.append(el("dt", {}, name), el("dd", {}, String(value)));
  } catch (e) {
    list.append(el("dd", {}, e instanceof Refused ? e.message : t("error.silent")));
  }
}
