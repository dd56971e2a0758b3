// What is said of a job.
import { filled, number, span, t } from "./words.js";

export const ENDS = ["completed", "rejected", "failed", "cancelled"];
export const ended = (job) => ENDS.includes(job.status);

export const statusWord = (job) => t(`status.${job.status}`);

export function title(job) {
  return job.asked?.prompt || t("job.untitled");
}

export function facts(job) {
  const facts = [];
  if (job.frames) facts.push(t("facts.seconds", { n: number(job.frames / 25, 1) }));
  if (job.width) facts.push(`${job.width} × ${job.height}`);
  if (job.speakers) facts.push(job.speakers === 1 ? t("facts.one") : t("facts.people", { n: job.speakers }));
  if (job.asked) facts.push(job.asked.preset, t("facts.seed", { n: job.asked.seed }));
  if (job.engine) facts.push(job.engine);
  if (job.syntheticVoices) facts.push(t("facts.voices", { names: job.syntheticVoices.join(", ") }));
  if (job.attempt > 1) facts.push(t("facts.attempt", { n: job.attempt }));
  return facts.join(" · ");
}

/** Why it failed; null where it did not, or for reasons that this page does not know. */
export const faultWord = (job) => job.fault ? filled(`fault.${job.fault}`) : null;

/** @param farm what is known of the farm, or nothing */
export function news(job, farm) {
  if (job.status === "accepted") return waiting(job, farm);
  if (job.status === "assembling") return t("news.assembling");
  if (job.status === "cancelled") return ""; // which the status says
  const p = job.progress;
  if (!p || ended(job)) return faultWord(job) ?? job.message ?? "";
  if (p.phase === "loading") return t("news.loading");
  const at = { window: p.window, windows: p.windows, step: p.step, steps: p.steps };
  const doing = p.phase === "decoding" ? t("news.decoding", at) : p.step < 1 ? t("news.starting", at) : t("news.step", at);
  return p.etaSeconds >= 1 ? `${doing} ${t("news.left", { time: span(p.etaSeconds) })}` : doing;
}

function waiting(job, farm) {
  const place = farm ? farm.queue.indexOf(job.jobId) + 1 : 0;
  if (farm?.workersKnown && farm.workers.length === 0) return t("news.noWorkers");
  if (place === 0) return t("news.waiting");
  const seconds = farm.queueStartsInSeconds?.[place - 1];
  return seconds === undefined || seconds === null ? t("news.place", { place, workers: farm.workers.length })
    : t("news.placeTime", { place, workers: farm.workers.length, time: span(seconds) });
}

/** From 0 to 1. Decoding a window counts as one more step: the bar is full when the window is there. */
export function done(job) {
  if (job.status === "assembling" || job.status === "completed") return 1;
  const p = job.progress;
  const byStep = p ? (p.window - 1 + p.step / (p.steps + 1)) / p.windows : 0;
  const byFrame = job.frames ? job.committedFrames / job.frames : 0;
  return Math.max(byStep, byFrame);
}

export const percent = (job) => `${Math.floor(100 * done(job))} %`;
