// Turns as bars on one clock, a track for each person: dragged by pointer or arrow keys. They are the same values as the
// fields have. How long a turn is the recording says, or the farm, which has spoken the text for its answer.
import { $, el, say } from "./dom.js";
import { changed, onChange, peopleCount, state } from "./form-state.js";
import { number, t } from "./words.js";

const FRAME = 0.04;
const NEAR = 0.1; // what an arrow key moves by
const FAR = 1;
const SHORTEST = FRAME;
const MOST_PER_PERSON = 200; // of bars; the fields have all
const LETTERS_PER_SECOND = 15; // until the farm has said

const spoken = new Map();
const keyOf = ({ speaker, text, audio, from, to }) => [speaker, text, audio?.input, from, to].join("\n");
let scale = 6; // seconds that the track shows
let held = false;

export function setUpTimeline() {
  onChange((what) => what !== "boxes" && show());
  show();
}

/** @param turns as a dry run has them, those of what is entered now */
export function learnTurns(turns) {
  if (turns?.length !== state.turns.length) return;
  spoken.clear();
  turns.forEach(({ start, end }, i) => spoken.set(keyOf(state.turns[i]), end - start));
  show();
}

const given = (value) => (value === "" || value === null || value === undefined ? null : Number(value));

function length(turn) {
  const known = spoken.get(keyOf(turn));
  if (known !== undefined) return { seconds: known, known: true };
  const from = given(turn.from) ?? 0;
  const to = given(turn.to) ?? turn.audio?.seconds;
  if (turn.audio && to > from) return { seconds: to - from, known: true };
  return { seconds: Math.max(0.5, turn.text.length / LETTERS_PER_SECOND), known: false };
}

/** When each turn is heard: it begins at its start, or when the one listed before it has ended. */
function times() {
  let now = 0;
  return state.turns.map((turn) => {
    const { seconds, known } = length(turn);
    const start = given(turn.start) ?? now;
    now = start + seconds;
    return { start, end: now, known };
  });
}

function show() {
  const shown = state.way === "turns" && state.turns.length > 0;
  $("timeline").hidden = $("timeline-hint").hidden = !shown;
  if (!shown) return;
  const all = times();
  if (!held) scale = Math.max(6, Math.ceil(1.15 * Math.max(...all.map(({ end }) => end))));
  showRuler();
  const tracks = $("timeline-tracks");
  const people = peopleCount();
  while (tracks.children.length > people) tracks.lastChild.remove();
  while (tracks.children.length < people) tracks.append(track(tracks.children.length));
  for (let person = 0; person < people; person++) {
    const own = all.map((time, i) => ({ ...time, i })).filter(({ i }) => state.turns[i].speaker === person + 1).slice(0, MOST_PER_PERSON);
    const bars = tracks.children[person].lastChild;
    while (bars.children.length > own.length) bars.lastChild.remove();
    while (bars.children.length < own.length) bars.append(bar());
    own.forEach((time, place) => showBar(bars.children[place], time));
  }
}

function track(person) {
  return el("div", { class: `track person-${person}`, role: "group", "aria-label": t("person.name", { n: person + 1 }) },
    el("span", { class: "track-name", "aria-hidden": "true" }, String(person + 1)), el("div", { class: "bars" }));
}

function bar() {
  const element = el("div", { class: "bar", role: "slider", tabIndex: 0, "aria-valuemin": 0,
    onkeydown: (event) => onKey(event, Number(element.dataset.turn)),
    onpointerdown: (event) => drag(event, element, event.target.dataset.end) },
  el("span", { class: "end left", dataset: { end: "left" }, "aria-hidden": "true" }), el("span", { class: "bar-words", "aria-hidden": "true" }),
  el("span", { class: "end right", dataset: { end: "right" }, "aria-hidden": "true" }));
  return element;
}

function showBar(element, { start, end, known, i }) {
  const turn = state.turns[i];
  const words = turn.text || turn.audio?.name || (turn.audio ? t("sound.earlier") : "…");
  element.dataset.turn = i;
  element.className = `bar${known ? "" : " guessed"}${turn.audio ? " recorded" : ""}`;
  element.style.left = `${(100 * start) / scale}%`;
  element.style.width = `${(100 * (end - start)) / scale}%`;
  element.title = words;
  say(element.children[1], `${i + 1} ${words}`);
  element.setAttribute("aria-label", t("timeline.turn", { n: i + 1, words }));
  element.setAttribute("aria-valuemax", String(Math.max(scale, start)));
  element.setAttribute("aria-valuenow", start.toFixed(2));
  element.setAttribute("aria-valuetext", t("timeline.value", { from: number(start, 2), to: number(end, 2) }));
}

function showRuler() {
  const ruler = $("timeline-ruler");
  if (ruler.dataset.scale === String(scale)) return;
  ruler.dataset.scale = scale;
  const step = [1, 2, 5, 10, 30, 60, 300, 600, 3600].find((seconds) => scale / seconds <= 12) ?? scale;
  const marks = Array.from({ length: Math.floor(scale / step) + 1 }, (_, i) => i * step).filter((at) => at < scale);
  ruler.replaceChildren(...marks.map((at) => {
    const mark = el("span", {}, `${number(at)} s`);
    mark.style.left = `${(100 * at) / scale}%`;
    return mark;
  }));
}

const clamp = (value, least, most) => Math.max(least, Math.min(value, most));
const rounded = (seconds) => String(Math.round(seconds * 100) / 100);

/** Between those of the same person that are listed around it: nobody says two things at once. */
function room(i) {
  const all = times();
  const same = (at) => state.turns[at].speaker === state.turns[i].speaker;
  const before = all.filter((_, at) => at < i && same(at)).map(({ end }) => end);
  const after = all.filter((_, at) => at > i && same(at) && given(state.turns[at].start) !== null).map(({ start }) => start);
  return { from: Math.max(0, ...before), to: Math.min(86400, ...after), ...all[i] };
}

function moveTo(i, start) {
  const { from, to, start: now, end } = room(i);
  state.turns[i].start = rounded(clamp(start, from, Math.max(from, to - (end - now))));
  changed("turn-times");
}

/** Only what is heard of a recording can be longer or shorter; a text takes the time that its voice takes. */
function endAt(i, seconds) {
  const turn = state.turns[i];
  if (!turn.audio) return;
  const { to, start } = room(i);
  const from = given(turn.from) ?? 0;
  const most = Math.min(turn.audio.seconds ?? Infinity, from + to - start);
  turn.to = rounded(clamp(from + seconds - start, from + SHORTEST, Math.max(from + SHORTEST, most)));
  changed("turn-times");
}

function beginAt(i, seconds) {
  const turn = state.turns[i];
  if (!turn.audio) return;
  const { from: least, start, end } = room(i);
  const from = given(turn.from) ?? 0;
  const by = clamp(seconds, Math.max(least, start - from), end - SHORTEST) - start;
  turn.from = rounded(from + by);
  turn.start = rounded(start + by);
  changed("turn-times");
}

function onKey(event, i) {
  const small = event.altKey ? FRAME : NEAR;
  const by = { ArrowLeft: -small, ArrowDown: -small, ArrowRight: small, ArrowUp: small, PageUp: FAR, PageDown: -FAR }[event.key];
  const { start, end } = times()[i];
  if (by && event.shiftKey) endAt(i, end + by);
  else if (by) moveTo(i, start + by);
  else if (event.key === "Home") moveTo(i, 0);
  else if (event.key === "Delete" || event.key === "Backspace") {
    state.turns[i].start = "";
    changed("turn-times");
  } else return;
  event.preventDefault();
}

function drag(event, element, which) {
  if (event.button) return;
  event.preventDefault();
  element.focus();
  element.setPointerCapture(event.pointerId);
  const i = Number(element.dataset.turn);
  const { start, end } = times()[i];
  const perPixel = scale / element.parentElement.clientWidth;
  const x = event.clientX;
  held = true;
  const onMove = (now) => {
    const by = (now.clientX - x) * perPixel;
    if (which === "left") beginAt(i, start + by);
    else if (which === "right") endAt(i, end + by);
    else moveTo(i, start + by);
  };
  const release = () => {
    held = false;
    element.removeEventListener("pointermove", onMove);
    for (const name of ["pointerup", "pointercancel"]) element.removeEventListener(name, release);
    show();
  };
  element.addEventListener("pointermove", onMove);
  for (const name of ["pointerup", "pointercancel"]) element.addEventListener(name, release);
}
