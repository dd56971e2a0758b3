// What would come of it, asked of the farm while one types.
import { Refused, dryRun, get } from "./api.js";
import { $, el, later, say } from "./dom.js";
import { clearErrors, showViolations } from "./errors.js";
import { changed, onChange, peopleCount, state } from "./form-state.js";
import { learnFaces } from "./faces.js";
import { learnBoxes } from "./picture.js";
import { warning, why } from "./remarks.js";
import { isComplete, toRequest } from "./request.js";
import { learnTurns } from "./timeline.js";
import { filled, number, span, t } from "./words.js";

const PAUSE_MILLIS = 700;
let presets = [];
let asking = null;
const ask = later(PAUSE_MILLIS, check);

export async function setUpPlan() {
  onChange((what) => {
    if (what === "all" || what === "preset") showPresets();
    ask();
  });
  // A picture in the panel at the bottom of the window would hide the form behind it.
  $("plan-sees").addEventListener("toggle", () => $("plan-sees").open && $("send").scrollIntoView({ block: "nearest" }));
  presets = await get("/v1/presets").catch(() => []);
  showPresets();
  ask();
}

function showPresets() {
  $("presets").replaceChildren(...presets.map(({ name, description }, i) => {
    const id = `preset-${name}`;
    const chosen = state.preset ? state.preset === name : i === 0;
    return el("div", { class: "preset" },
      el("input", { type: "radio", name: "preset", id, checked: chosen, "aria-describedby": `${id}-cost`, onchange: () => { state.preset = i ? name : ""; changed("preset-chosen"); } }),
      el("label", { htmlFor: id }, el("strong", {}, name), about(name, description), el("span", { class: "cost", id: `${id}-cost` })));
  }));
}

export const request = () => toRequest(state, peopleCount());

export function stopAsking() {
  ask.stop();
  asking?.abort();
}

async function check() {
  asking?.abort();
  const mine = asking = new AbortController();
  const wanted = request();
  if (!isComplete(wanted)) return showPlan(null);
  say($("plan-status"), t("plan.asking"));
  try {
    const plan = await dryRun(wanted, mine.signal);
    clearErrors();
    showPlan(plan);
    learnTurns(plan.turns);
    await costs(wanted, mine.signal, plan);
  } catch (e) {
    if (mine.signal.aborted) return;
    showPlan(null);
    if (!(e instanceof Refused)) return;
    clearErrors();
    showViolations(e.violations, $("ask-error"));
  }
}

function cost({ cost: { steps, windows, estimatedSeconds } }) {
  if (estimatedSeconds !== undefined) return t("plan.about", { time: span(estimatedSeconds) });
  return steps ? t("plan.steps", { n: number(steps * windows) }) : t("plan.noSteps");
}

/** A preset of the farm's own has the farm's words only. */
function about(name, description) {
  const word = filled(`preset.${name}`);
  return word ? el("span", {}, word) : el("span", { lang: "en" }, description);
}

/** What each of the presets would take. */
async function costs(wanted, signal, known) {
  for (const { name } of presets) {
    const place = $(`preset-${name}-cost`);
    const chosen = name === (state.preset || presets[0].name);
    try {
      say(place, cost(chosen ? known : await dryRun({ ...wanted, preset: name }, signal)));
    } catch (e) {
      if (signal.aborted) throw e;
      say(place, e.violations?.[0] ? t("plan.notHere") : "");
      place.title = e.violations ? why(e) : "";
    }
  }
}

function showPlan(plan) {
  $("plan").hidden = !plan;
  say($("plan-status"), "");
  if (!plan) return learnFaces([]);
  say($("plan-facts"), [
    t("facts.seconds", { n: number(plan.seconds, 2) }), t("plan.frames", { n: number(plan.frames) }),
    t("plan.windows", { n: number(plan.chunks) }), `${plan.width} × ${plan.height}`, cost(plan),
  ].join(" · "));
  $("plan-picture").src = plan.picture;
  $("plan-people").replaceChildren(...plan.speakers.map(({ rgb, tokens, spokenSeconds }, i) => el("li", { class: `person-${i}` },
    el("span", { class: "dot", "aria-hidden": "true" }),
    [t("person.name", { n: i + 1 }), tokens !== undefined && t("plan.tokens", { n: number(tokens) }),
      spokenSeconds !== undefined && t("plan.spoken", { n: number(spokenSeconds, 2) })].filter(Boolean).join(" · "))));
  showFaces(plan.faces);
  learnBoxes(plan.speakers);
  learnFaces(plan.faces);
  $("plan-warnings").replaceChildren(...plan.warnings.map(warning));
}

/** How many there are, how large, and whose. */
function showFaces(faces) {
  $("plan-faces").hidden = !faces.length;
  const about = faces.map(({ tokens, speaker }) => `${speaker === undefined ? t("plan.faceNobody") : t("person.name", { n: speaker + 1 })}: ${t("plan.face", { w: number(tokens, 1) })}`);
  say($("plan-faces"), [t("plan.faces", { n: number(faces.length) }), ...about].join(" · "));
}
