// The microphone. WebM, because what browsers write as MP4 begins 80 ms late.
import { el, say } from "./dom.js";
import { t } from "./words.js";

const KINDS = ["audio/webm;codecs=opus", "audio/webm", "audio/ogg;codecs=opus", "audio/mp4"];
const LONGEST_MILLIS = 30 * 60 * 1000;

/** A button that records; {@code accept} gets the file, {@code fail} a message. */
export function recordButton(accept, fail) {
  let recorder = null;
  let timer = null;
  const button = el("button", { type: "button", class: "record", "aria-pressed": "false" }, t("record.start"));
  const level = el("meter", { min: 0, max: 1, hidden: true, "aria-label": t("record.level") });

  const stop = () => recorder?.state === "recording" && recorder.stop();

  const start = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: true } });
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
      recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
      const parts = [];
      const quiet = meter(stream, level);
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", () => {
        for (const track of stream.getTracks()) track.stop();
        clearInterval(timer);
        quiet();
        level.hidden = true;
        button.setAttribute("aria-pressed", "false");
        say(button, t("record.again"));
        const type = recorder.mimeType.split(";")[0];
        recorder = null;
        accept(new File(parts, `${t("record.name")}.${type.split("/")[1]}`, { type }));
      });
      recorder.start(1000);
      const began = Date.now();
      level.hidden = false;
      button.setAttribute("aria-pressed", "true");
      const tick = () => {
        say(button, t("record.stop", { time: ((Date.now() - began) / 1000).toFixed(0) }));
        if (Date.now() - began > LONGEST_MILLIS) stop();
      };
      tick();
      timer = setInterval(tick, 500);
    } catch {
      fail(t("record.denied"));
    }
  };
  button.addEventListener("click", () => (recorder ? stop() : start()));
  return el("span", { class: "recorder" }, button, level);
}

/** Shows how loud it is. @returns what ends it */
function meter(stream, level) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    level.value = Math.min(1, samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0));
  }, 100);
  return () => { clearInterval(timer); context.close(); };
}
