// The farm's voices, and hearing one before it is chosen.
import { Refused, get, speak } from "./api.js";
import { el, freshId, say } from "./dom.js";
import { why } from "./remarks.js";
import { t } from "./words.js";

let all = null;
const LONGEST = 300;
const player = new Audio();

/** Without the list the standard voices are left. */
function voices() {
  all ??= get("/v1/voices").then((answer) => answer.voices).catch(() => { all = null; return []; });
  return all;
}

/** As the farm chooses. */
export const defaultVoice = (index) => ["kate", "kevin", "kim", "bruno", "rose", "paul"][index];

/** @param index of the person, whose default differs */
export function voiceSelect(index, chosen, change) {
  const select = el("select", { id: freshId("voice"), onchange: () => change(select.value) }, new Option(defaultVoice(index), ""));
  voices().then((list) => {
    const groups = new Map();
    for (const { name, description, language, synthesizer } of list) {
      if (!groups.has(synthesizer)) groups.set(synthesizer, el("optgroup", { label: synthesizer }));
      groups.get(synthesizer).append(new Option(`${name} (${description}, ${language})`, name));
    }
    select.append(...groups.values());
    select.value = chosen;
  });
  return select;
}

/** @param words answers what to say, and {@code voice} who says it */
export function listenButton(words, voice, fail) {
  const button = el("button", { type: "button", class: "plain", onclick: listen }, t("voice.listen"));
  async function listen() {
    if (!player.paused) return player.pause();
    fail("");
    button.disabled = true;
    say(button, t("voice.speaking"));
    try {
      const text = words().replace(/\(\s*s\s*\d\s*\)|\[\s*pause[^\]]*]/gi, " ").trim() || t("voice.sample");
      URL.revokeObjectURL(player.src);
      player.src = URL.createObjectURL(await speak(text.slice(0, LONGEST), voice()));
      await player.play();
    } catch (e) {
      fail(e instanceof Refused ? why(e) : t("error.silent"));
    } finally {
      button.disabled = false;
      say(button, t("voice.listen"));
    }
  }
  return button;
}
