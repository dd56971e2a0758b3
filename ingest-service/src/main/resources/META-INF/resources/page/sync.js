// Two videos that run as one: one clock, one position, and neither goes on while the other waits for bytes.
const FRAME = 1 / 25;
const APART = 2 * FRAME; // further apart than one would notice
const TICK_MILLIS = 100;

export class Pair {
  #videos;
  #tell;
  #timer = null;
  playing = false;

  /** @param tell is called whenever the position or what is going on has changed */
  constructor(videos, tell) {
    this.#videos = videos;
    this.#tell = tell;
    for (const video of videos) {
      for (const event of ["loadedmetadata", "seeked", "error"]) video.addEventListener(event, () => this.#tell());
    }
  }

  get seconds() {
    return Math.max(0, ...this.#videos.map((video) => video.duration || 0));
  }

  get position() {
    return this.#leader.currentTime;
  }

  /** The longer one: the other one stands at its end meanwhile. */
  get #leader() {
    return this.#videos.reduce((one, other) => ((other.duration || 0) > (one.duration || 0) ? other : one));
  }

  play() {
    if (this.position >= this.seconds - FRAME) this.seek(0);
    this.playing = true;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), TICK_MILLIS);
    this.#tick();
  }

  pause() {
    this.playing = false;
    clearInterval(this.#timer);
    for (const video of this.#videos) video.pause();
    this.#align();
    this.#tell();
  }

  seek(seconds) {
    const wanted = Math.min(Math.max(0, seconds), this.seconds);
    for (const video of this.#videos) video.currentTime = Math.min(wanted, video.duration || 0);
    this.#tell();
  }

  step(frames) {
    this.pause();
    this.seek(this.position + frames * FRAME);
  }

  #tick() {
    if (this.position >= this.seconds - FRAME / 2) return this.pause();
    const ready = this.#videos.every((video) => this.#over(video) || (video.readyState >= 3 && !video.seeking));
    for (const video of this.#videos) {
      if (!ready) video.pause();
      else if (video.paused && !this.#over(video)) video.play().catch(() => this.pause());
    }
    if (ready) this.#align();
    this.#tell();
  }

  #over(video) {
    return video.currentTime >= (video.duration || 0) - FRAME / 2;
  }

  #align() {
    const leader = this.#leader;
    for (const video of this.#videos) {
      const wanted = Math.min(leader.currentTime, video.duration || 0);
      if (video !== leader && Math.abs(video.currentTime - wanted) > (this.playing ? APART : FRAME / 2)) video.currentTime = wanted;
    }
  }
}
