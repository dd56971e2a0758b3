// A job in a grid.
import { posterAddress } from "./api.js";
import { el, say } from "./dom.js";
import { done, ended, facts, news, percent, statusWord, title } from "./job-words.js";
import { silentSeconds } from "./silence.js";
import { date, t } from "./words.js";

export class Card {
  job = null;

  constructor() {
    this.poster = el("img", { loading: "lazy", decoding: "async", alt: "", width: 160, height: 160, onerror: () => { this.poster.hidden = true; } });
    this.badge = el("span", { class: "status" });
    this.title = el("a", { class: "title" });
    this.facts = el("p", { class: "quiet facts" });
    this.news = el("p", { class: "news" });
    this.bar = el("progress", { max: 1 });
    this.time = el("time", { class: "quiet" });
    this.tick = el("input", { type: "checkbox" });
    this.choice = el("label", { class: "choice", hidden: true }, this.tick, el("span", {}));
    this.element = el("li", { class: "tile" },
      el("div", { class: "poster" }, this.poster, this.badge, this.choice), el("div", { class: "about" }, this.title, this.facts, this.news, this.bar, this.time));
  }

  show(job, farm) {
    if (!this.job) this.poster.src = posterAddress(job.jobId);
    this.job = job;
    this.element.className = `tile ${job.status}`;
    say(this.badge, statusWord(job));
    say(this.title, title(job));
    this.title.href = `#job=${job.jobId}`;
    say(this.facts, facts(job));
    say(this.time, date(job.createdAt));
    this.time.dateTime = job.createdAt;
    this.bar.hidden = ended(job) || job.status === "accepted";
    this.bar.value = done(job);
    this.bar.setAttribute("aria-label", t("job.progress", { title: title(job) }));
    this.listen(farm);
  }

  /** Only what is finished can be compared. */
  choosable(on, ticked) {
    this.choice.hidden = !on || this.job.status !== "completed";
    this.tick.checked = ticked;
    this.tick.dataset.job = this.job.jobId;
    this.tick.setAttribute("aria-label", t("compare.choose", { title: title(this.job) }));
    say(this.choice.lastChild, t("compare.one"));
  }

  /** What is said changes with time as well, and with the queue. */
  listen(farm) {
    const silent = silentSeconds(this.job);
    this.element.classList.toggle("silent", silent > 0);
    const said = silent ? t("news.silent", { worker: this.job.worker ?? "", seconds: silent }) : news(this.job, farm);
    say(this.news, this.job.status === "completed" ? "" : said);
    this.bar.title = percent(this.job);
  }
}
