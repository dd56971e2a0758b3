// One recording: chosen, dropped or spoken into the microphone.
import { el, freshId, say } from "./dom.js";
import { errorPlace } from "./errors.js";
import { localAddress, take, takesDrops } from "./input-file.js";
import { recordButton } from "./recorder.js";
import { number, t } from "./words.js";

const made = new WeakMap();

/**
 * The same element for the same keeper: a list that is shown anew must not lose a file that is on its way.
 *
 * @param keeper has the recording as its {@code audio}
 * @param change is called when it has another one
 */
export function soundInput(label, keeper, change) {
  if (!made.has(keeper)) made.set(keeper, soundElement(label, keeper, change));
  return made.get(keeper);
}

function soundElement(label, keeper, change) {
  const id = freshId("audio");
  const name = el("span", { class: "quiet file-name" });
  const status = el("span", { class: "quiet", role: "status" });
  const player = el("audio", { controls: true, preload: "none", hidden: true });
  const error = errorPlace(`${id}-error`);
  const chooser = el("input", {
    type: "file", id, accept: "audio/*,video/*", "aria-describedby": error.id,
    onchange: () => chooser.files.length && choose(chooser.files[0]),
  });
  const fail = (message) => {
    say(error, message);
    if (message) chooser.setAttribute("aria-invalid", "true");
    else chooser.removeAttribute("aria-invalid");
  };
  let sending = null;

  function show() {
    const audio = keeper.audio;
    say(name, audio ? [audio.name || t("sound.earlier"), audio.seconds && t("facts.seconds", { n: number(audio.seconds, 1) })].filter(Boolean).join(" · ") : "");
    const address = audio && localAddress(audio.input);
    player.hidden = !address;
    if (address) player.src = address;
    else player.removeAttribute("src");
  }

  async function choose(file) {
    sending?.abort();
    const mine = sending = new AbortController();
    fail("");
    try {
      keeper.audio = await take(file, "sound", (text) => say(status, text), mine.signal);
    } catch (e) {
      if (mine.signal.aborted) return;
      keeper.audio = null;
      fail(e.message);
    } finally {
      chooser.value = "";
    }
    show();
    change();
  }

  show();
  const element = el("div", { class: "sound" },
    el("div", { class: "pick" }, el("label", { class: "button", htmlFor: id }, label), chooser, recordButton(choose, fail)),
    name, " ", status, player, error);
  takesDrops(element, choose);
  return element;
}
