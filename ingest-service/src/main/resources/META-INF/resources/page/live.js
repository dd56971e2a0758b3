// A video that plays while it is rendered. The sound is in the chunks, so it cannot run ahead of the picture.
const PLAYER = "/webjars/hls.js/1.4.12/dist/hls.light.min.js";
const NATIVE = "application/vnd.apple.mpegurl";

let loading = null;

/** Where the browser has no HLS of its own; 270 KB that nobody else loads. */
function player() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = PLAYER;
    script.onload = () => resolve(window.Hls);
    script.onerror = () => { loading = null; reject(new Error("The player cannot be loaded")); };
    document.head.append(script);
  });
  return loading;
}

const isNative = (video) => !window.MediaSource && !window.ManagedMediaSource && Boolean(video.canPlayType(NATIVE));

/** Before the first picture is there, so that nobody waits for a player then. */
export function prepareLive(video) {
  if (!isNative(video)) player().catch(() => {});
}

export class Live {
  #hls = null;
  #stopped = false;

  constructor(video, jobId) {
    this.video = video;
    this.address = `/v1/jobs/${jobId}/live/playlist.m3u8`;
  }

  async start() {
    if (isNative(this.video)) {
      this.video.src = this.address;
      return;
    }
    const Hls = await player();
    if (this.#stopped || !Hls.isSupported()) return;
    this.#hls = new Hls({
      enableWorker: false, // which would need a looser content security policy
      startPosition: 0,
      maxBufferLength: 120,
      manifestLoadingMaxRetry: 6,
      levelLoadingMaxRetry: 20,
      fragLoadingMaxRetry: 20,
    });
    this.#hls.on(Hls.Events.ERROR, (event, trouble) => {
      if (!trouble.fatal) return;
      if (trouble.type === Hls.ErrorTypes.MEDIA_ERROR) this.#hls.recoverMediaError();
      else setTimeout(() => this.#hls?.startLoad(), 2000);
    });
    this.#hls.loadSource(this.address);
    this.#hls.attachMedia(this.video);
  }

  stop() {
    this.#stopped = true;
    this.#hls?.destroy();
    this.#hls = null;
  }
}
