// Who speaks, and what: each with a voice of their own, or a script, or turns with exact times.
import { $, el, freshId, say } from "./dom.js";
import { blame, clearError, errorPlace } from "./errors.js";
import { changed, most, nobody, noTurn, onChange, peopleCount, person, state, takeAtMost } from "./form-state.js";
import { soundInput } from "./sound.js";
import { setUpTimeline } from "./timeline.js";
import { t } from "./words.js";
import { defaultVoice, listenButton, voiceSelect } from "./voices.js";

/** @param schema of a request, which says how many people there may be */
export function setUpPeople(schema) {
  takeAtMost(schema?.properties?.speakers?.maxItems ?? 2);
  for (const way of document.querySelectorAll("input[name=way]")) {
    way.addEventListener("change", () => {
      state.way = way.value;
      if (state.way === "turns" && !state.turns.length) state.turns.push(noTurn(1));
      changed("way");
    });
  }
  $("script").addEventListener("input", () => { state.script = $("script").value; changed("script"); });
  $("mix").addEventListener("change", () => { state.mix = $("mix").value; changed("mix"); });
  $("add-person").addEventListener("click", () => {
    state.people.push(nobody());
    changed("people");
    $("people").lastElementChild.querySelector("input").focus();
  });
  $("add-turn").addEventListener("click", () => {
    const last = state.turns.at(-1);
    state.turns.push(noTurn(last ? (last.speaker % 2) + 1 : 1));
    changed("turns");
    $("turns").lastElementChild.querySelector("select").focus();
  });
  onChange((what) => {
    if (["all", "way", "people"].includes(what)) showPeople();
    if (["all", "way", "turns"].includes(what)) showTurns();
    if (what === "turn-times") showTimes();
    if (["all", "way", "script", "turns", "people"].includes(what)) showScriptVoices();
    showExperiment();
  });
  showPeople();
  showTurns();
  showScriptVoices();
  showExperiment();
  setUpTimeline();
}

function showExperiment() {
  say($("many-hint"), peopleCount() > 2 ? t("people.many") : "");
}

const failer = (field) => (message) => { clearError(field); if (message) blame(field, message); };

function showPeople() {
  for (const way of document.querySelectorAll("input[name=way]")) way.checked = way.value === state.way;
  for (const part of ["own", "script", "turns"]) $(`way-${part}`).hidden = state.way !== part;
  if ($("script").value !== state.script) $("script").value = state.script;
  $("mix").value = state.mix;
  $("mix-field").hidden = state.people.length < 2;
  $("people").replaceChildren(...state.people.map(personElement));
  $("add-person").hidden = state.people.length >= most;
}

function personElement(each, index) {
  const field = el("fieldset", { class: `person person-${index}`, dataset: { path: `speakers[${index}]` } });
  const fail = failer(field);
  const body = el("div", {});
  const sources = el("div", { class: "segments", role: "radiogroup", "aria-label": t("person.source", { n: index + 1 }) },
    ["file", "text"].map((source) => {
      const id = freshId("source");
      return [el("input", {
        type: "radio", id, name: `source${index}`, checked: each.source === source,
        onchange: () => { each.source = source; fail(""); show(); changed("voice"); },
      }), el("label", { htmlFor: id }, t(`person.${source}`))];
    }).flat());
  function show() {
    body.replaceChildren(...(each.source === "text" ? textInputs(each, index) : [soundInput(t("sound.choose"), each, () => changed("voice"))]));
  }
  show();
  field.append(...[
    el("legend", {}, el("span", { class: "dot", "aria-hidden": "true" }), t("person.name", { n: index + 1 }), placeOf(index)),
    state.people.length > 1 ? el("button", { type: "button", class: "plain remove", onclick: () => remove(index), "aria-label": t("person.remove", { n: index + 1 }) }, "×") : null,
    sources, body, errorPlace(freshId("error")),
  ].filter(Boolean));
  return field;
}

function placeOf(index) {
  if (state.people.length !== 2) return "";
  return el("span", { class: "quiet" }, ` ${index === 0 ? t("person.left") : t("person.right")}`);
}

function textInputs(each, index) {
  const id = freshId("text");
  const text = el("textarea", { id, rows: 3, value: each.text, placeholder: t("person.textHint"), maxLength: 16384,
    oninput: () => { each.text = text.value; changed("text"); } });
  return [
    el("div", { class: "field", dataset: { path: `speakers[${index}].text` } }, el("label", { htmlFor: id, class: "skip" }, t("person.says", { n: index + 1 })), text, errorPlace(freshId("error"))),
    voiceRow(each, index, () => each.text),
  ];
}

function voiceRow(each, index, words) {
  const field = el("div", { class: "field voice", dataset: { path: `speakers[${index}].voice` } });
  const select = voiceSelect(index, each.voice, (voice) => { each.voice = voice; changed("voice"); });
  field.append(el("label", { htmlFor: select.id }, t("voice.of", { n: index + 1 })),
    el("div", { class: "row" }, select, listenButton(words, () => each.voice || defaultVoice(index), failer(field))),
    errorPlace(freshId("error")));
  return field;
}

function remove(index) {
  state.people.splice(index, 1);
  for (const each of state.people) each.box = null;
  changed("people");
  $("add-person").focus();
}

let voicesShown = -1;

/** Who speaks the texts of a script or of turns. */
function showScriptVoices() {
  const shown = state.way === "own" ? 0 : peopleCount();
  if (shown === voicesShown && $("script-voices").children.length === shown) return;
  voicesShown = shown;
  $("script-voices").replaceChildren(...Array.from({ length: shown }, (_, i) =>
    voiceRow(person(i), i, () => (state.way === "script" ? state.script : ""))));
}

function showTurns() {
  $("turns").replaceChildren(...(state.way === "turns" ? state.turns.map(turnElement) : []));
}

/** What was dragged, in its fields; those that somebody types into stay as they are. */
function showTimes() {
  state.turns.forEach((turn, i) => {
    for (const name of ["start", "from", "to"]) {
      const input = $("turns").querySelector(`[data-path="turns[${i}].${name}"] input`);
      if (input && input.value !== String(turn[name])) input.value = turn[name];
    }
  });
}

function turnElement(turn, index) {
  const row = el("li", { class: "turn", dataset: { path: `turns[${index}]` } });
  const numberInput = (name, label, hint) => {
    const id = freshId(name);
    const input = el("input", { type: "number", id, min: 0, step: "any", value: turn[name], placeholder: hint,
      oninput: () => { turn[name] = input.value; changed("turn"); } });
    return el("div", { dataset: { path: `turns[${index}].${name}` } }, el("label", { htmlFor: id }, label), input);
  };
  const who = freshId("who");
  const speaker = el("select", { id: who, onchange: () => { turn.speaker = Number(speaker.value); changed("turns"); } },
    Array.from({ length: most }, (_, i) => new Option(t("person.name", { n: i + 1 }), i + 1, false, turn.speaker === i + 1)));
  const words = freshId("words");
  const text = el("input", { type: "text", id: words, value: turn.text, maxLength: 16384, oninput: () => { turn.text = text.value; changed("turn"); } });
  const parts = el("div", { class: "row", hidden: !turn.audio }, numberInput("from", t("turn.from"), t("turn.beginning")), numberInput("to", t("turn.to"), t("turn.end")));
  row.append(el("fieldset", {},
    el("legend", {}, t("turn.name", { n: index + 1 })),
    el("button", { type: "button", class: "plain remove", "aria-label": t("turn.remove", { n: index + 1 }), onclick: () => {
      state.turns.splice(index, 1);
      changed("turns");
      $("add-turn").focus();
    } }, "×"),
    el("div", { class: "row" }, el("div", {}, el("label", { htmlFor: who }, t("turn.speaker")), speaker), numberInput("start", t("turn.start"), t("turn.inTurn"))),
    el("label", { htmlFor: words }, t("turn.words")), text,
    soundInput(t("turn.orSound"), turn, () => { parts.hidden = !turn.audio; changed("turn"); }),
    parts, errorPlace(freshId("error"))));
  return row;
}
