// Jobs under way of which nothing is heard for long: longer than three times what was usual for them.
const SILENCE_MILLIS = 30000;
const UNREPORTED_MILLIS = 300000; // a model that is loaded, or decodes, reports no steps

export class Hearing {
  #job = null;
  #heardAt = 0;
  #longestPause = 0;

  /** Keeps when the job was last heard of, and the longest pause of this attempt. */
  heard(job) {
    const now = Date.now();
    const goesOn = this.#job?.attempt === job.attempt && this.#job.status === "running";
    if (this.#job && job.sequence === this.#job.sequence) return;
    this.#longestPause = goesOn ? Math.max(this.#longestPause, now - this.#heardAt) : 0;
    this.#heardAt = now;
    this.#job = job;
  }

  /** Seconds of a silence that is worth a word, or 0. */
  silentSeconds() {
    if (this.#job?.status !== "running") return 0;
    const patience = ["loading", "decoding"].includes(this.#job.progress?.phase) ? UNREPORTED_MILLIS : SILENCE_MILLIS;
    const silent = Date.now() - this.#heardAt;
    return silent > Math.max(patience, 3 * this.#longestPause) ? Math.floor(silent / 10000) * 10 : 0;
  }
}
