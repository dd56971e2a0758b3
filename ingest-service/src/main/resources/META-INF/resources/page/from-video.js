// A finished video that is dropped on the form: what it was asked for, filled in.
import { Refused, Silent, abridged, detect, pictureFacts, soundFacts } from "./api.js";
import { $, say } from "./dom.js";
import { clearErrors } from "./errors.js";
import { replace, state } from "./form-state.js";
import { settingsIn, Unusable } from "./mp4-settings.js";
import { why } from "./remarks.js";
import { fromRequest } from "./request.js";
import { t } from "./words.js";

export const isVideo = (file) => file.type.startsWith("video/") || /\.(mp4|m4v|mov)$/i.test(file.name);

export function setUpFromVideo() {
  const chooser = $("from-video");
  chooser.addEventListener("change", () => {
    if (chooser.files.length) fillFromVideo(chooser.files[0]);
    chooser.value = "";
  });
  document.addEventListener("drop", ({ dataTransfer: { files } }) => {
    if (document.body.dataset.view === "new" && files.length && isVideo(files[0])) fillFromVideo(files[0]);
  });
}

let reading = 0;

export async function fillFromVideo(file) {
  const mine = ++reading;
  say($("from-video-error"), "");
  say($("from-video-status"), t("video.reading", { name: file.name }));
  const complain = (message) => {
    say($("from-video-status"), "");
    say($("from-video-error"), message);
  };
  try {
    const { settings, note } = await believed(await settingsIn(file), file);
    const asked = await abridged(settings);
    const { size, missing } = await keepWhatIsHere(asked);
    if (mine !== reading) return;
    replace(fromRequest(asked, size));
    clearErrors();
    $("advanced").open = Object.keys(state.settings).length > 0;
    const filled = t(missing ? "video.filledNotFiles" : "video.filled", { name: file.name });
    say($("from-video-status"), note ? `${filled} ${t(note)}` : filled);
    $("from-video").focus();
  } catch (e) {
    if (mine === reading) complain(complaint(e, file));
  }
}

/** The signed settings where there are some; others are as good as whoever had the file last. */
async function believed(found, file) {
  let credentials;
  try {
    ({ credentials } = await detect(file));
  } catch (e) {
    if (e instanceof Refused) return { settings: found, note: "video.unchecked" }; // too large, say, or the farm is busy
    throw e;
  }
  if (credentials.state === "valid" && credentials.details?.request) {
    return { settings: JSON.parse(credentials.details.request), note: "video.signed" };
  }
  return { settings: found, note: { broken: "video.changed", unchecked: "video.unchecked" }[credentials.state] };
}

function complaint(e, { name }) {
  if (e instanceof Unusable) return t(`video.${e.what}`, { name });
  if (e instanceof Silent) return t("error.silent");
  return `${t("video.unfit", { name })} ${e instanceof Refused ? why(e) : ""}`.trim();
}

/** Files that are not in this farm's store are to be chosen again; boxes in pixels mean nothing without their picture. */
async function keepWhatIsHere(asked) {
  const size = asked.image ? await factsOf(pictureFacts, asked.image) : null;
  let missing = Boolean(asked.image) && !size;
  if (!size) {
    delete asked.image;
    for (const each of asked.speakers) if (each.box?.unit !== "fraction") delete each.box;
  }
  for (const each of [...asked.speakers, ...(asked.turns ?? [])]) {
    if (each.audio && !(await factsOf(soundFacts, each.audio))) {
      delete each.audio;
      missing = true;
    }
  }
  return { size, missing };
}

async function factsOf(look, input) {
  if (!/^inputs\/[0-9a-f]{64}$/.test(input)) return null;
  try {
    return await look(input);
  } catch (e) {
    if (e instanceof Refused) return null;
    throw e;
  }
}
