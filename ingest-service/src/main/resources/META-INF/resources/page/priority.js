// The class in which a job waits, for as long as it waits.
import { prioritize, Refused } from "./api.js";
import { $, say } from "./dom.js";
import { t } from "./words.js";

const CLASSES = ["high", "normal", "low"];
const CONFLICT = 409;

/** @param moved is told of a job that has another priority now */
export function setUpPriority(moved) {
  const select = $("job-priority");
  select.append(...CLASSES.map((each) => new Option(t(`job.priority.${each}`), each)));
  select.addEventListener("change", async () => {
    const id = select.dataset.job;
    say($("job-note"), "");
    try {
      const job = await prioritize(id, select.value);
      if (select.dataset.job !== id) return;
      moved(job);
      say($("job-note"), t(job.priority === select.value ? "job.moved" : "job.notMoved"));
    } catch (e) {
      if (select.dataset.job !== id) return;
      select.value = select.dataset.now;
      const begun = e instanceof Refused && e.problem.status === CONFLICT;
      say($("job-note"), begun ? t("job.notMoved") : e instanceof Refused ? e.message : t("job.notMovedNow"));
    }
  });
}

export function showPriority(job) {
  const select = $("job-priority");
  const waits = job.status === "accepted" && Boolean(job.priority);
  $("job-priority-field").hidden = !waits;
  select.dataset.job = job.jobId;
  if (!waits || select.dataset.now === job.priority && select.value === job.priority) return;
  select.value = select.dataset.now = job.priority;
}
