// What has been entered so far. It outlives a reload: files are in the farm's store from the moment they are chosen.
const KEPT = "parley.form";

export const nobody = () => ({ source: "file", audio: null, text: "", voice: "", box: null, channel: null });
export const noTurn = (speaker) => ({ speaker, start: "", text: "", audio: null, from: "", to: "" });
export const nothing = () => ({
  picture: null, way: "own", people: [nobody()], mix: "together", script: "", turns: [], prompt: "", preset: "", settings: {}, sheet: [],
});

const listeners = new Set();
export let state = kept();

function kept() {
  try {
    return { ...nothing(), ...JSON.parse(sessionStorage.getItem(KEPT)) };
  } catch {
    return nothing();
  }
}

/** @param listener is told what was changed: a word of ours, or "all" */
export function onChange(listener) {
  listeners.add(listener);
}

export function changed(what) {
  sessionStorage.setItem(KEPT, JSON.stringify(state));
  for (const listener of listeners) listener(what);
}

export function replace(other) {
  state = other;
  changed("all");
}

/** How many people the farm takes; more than two are an experiment. */
export let most = 2;

export function takeAtMost(people) {
  most = people;
}

/** How many people there are: those with a voice of their own, those of the script, or those who have turns. */
export function peopleCount() {
  if (state.way === "script") return Math.max(1, ...tags(state.script).filter((number) => number <= most));
  if (state.way === "turns") return Math.max(1, ...state.turns.map((turn) => turn.speaker));
  return state.people.length;
}

function tags(script) {
  return [...script.matchAll(/\(\s*s\s*(\d+)\s*\)/gi)].map((tag) => Number(tag[1]));
}

/** The person with this number, from 0; made if need be. */
export function person(index) {
  while (state.people.length <= index) state.people.push(nobody());
  return state.people[index];
}
