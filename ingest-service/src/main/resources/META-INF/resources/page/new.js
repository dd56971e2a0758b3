// A new video: the form as a whole.
import { Refused, get, pictureFacts, submit } from "./api.js";
import { $, say } from "./dom.js";
import { blame, clearErrors, showViolations } from "./errors.js";
import { changed, nothing, onChange, replace, state } from "./form-state.js";
import { setUpPeople } from "./people.js";
import { setUpPicture } from "./picture.js";
import { request, setUpPlan, stopAsking } from "./plan.js";
import { setUpFromVideo } from "./from-video.js";
import { fromRequest } from "./request.js";
import { setUpSettings } from "./settings.js";
import { setUpSheet } from "./sheet.js";
import { t } from "./words.js";

export async function setUpNew() {
  const schema = await get("/v1/schemas/render-request.schema.json").catch(() => null);
  setUpPicture();
  setUpFromVideo();
  setUpPeople(schema);
  setUpSettings(schema);
  $("prompt").value = state.prompt;
  $("prompt").addEventListener("input", () => { state.prompt = $("prompt").value; changed("prompt"); });
  onChange((what) => { if (what === "all") $("prompt").value = state.prompt; });
  $("ask").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  $("ask").addEventListener("input", (event) => clearOwn(event.target));
  $("clear").addEventListener("click", () => { replace(nothing()); clearErrors(); say($("from-video-status"), ""); $("image").focus(); });
  setUpSheet(complete);
  await setUpPlan();
}

/** Who mends something need not look at the old complaint. */
function clearOwn(input) {
  const field = input.closest("[data-path]");
  if (field?.classList.contains("wrong")) clearErrors(field.parentElement);
}

async function send() {
  stopAsking();
  if (!complete()) return;
  const button = $("render");
  button.disabled = true;
  say($("ask-status"), t("ask.sending"));
  try {
    const job = await submit(request());
    location.hash = `#job=${job.jobId}`;
  } catch (e) {
    if (e instanceof Refused) {
      const first = showViolations(e.violations, $("ask-error"));
      if (!e.violations.length) say($("ask-error"), e.message);
      first?.focus();
    } else say($("ask-error"), t("error.silent"));
  } finally {
    say($("ask-status"), "");
    button.disabled = false;
  }
}

/** What the farm need not be asked about. */
function complete() {
  clearErrors();
  let first = null;
  const miss = (field, message) => { first ??= blame(field, message); };
  if (!state.picture) miss($("picture-field"), t("missing.picture"));
  if (state.way === "own") {
    state.people.forEach((each, i) => {
      if (each.source === "text" ? !each.text.trim() : !each.audio) miss($("people").children[i], each.source === "text" ? t("missing.text") : t("missing.sound"));
    });
  } else if (state.way === "script" && !state.script.trim()) miss($("script").closest(".field"), t("missing.text"));
  else if (state.way === "turns") {
    if (!state.turns.length) miss($("way-turns"), t("missing.turns"));
    state.turns.forEach((each, i) => { if (!each.text.trim() && !each.audio) miss($("turns").children[i], t("missing.turn")); });
  }
  first?.focus();
  return first === null;
}

/** Puts a job's request into the form. */
export async function again(id) {
  try {
    const asked = await get(`/v1/jobs/${id}/request?brief=true`);
    const size = asked.image ? await pictureFacts(asked.image).catch(() => null) : null;
    replace(fromRequest(asked, size));
    clearErrors();
    $("advanced").open = Object.keys(state.settings).length > 0;
    say($("ask-status"), t("ask.filled"));
  } catch (e) {
    say($("ask-error"), e instanceof Refused ? e.message : t("error.silent"));
  }
}
