// The request that a form stands for, and the form that a request stands for. No elements here.
import { nobody, noTurn, nothing } from "./form-state.js";

/** Fields that the form asks for in its own way; all others of the schema are settings. */
export const OWN = ["schemaVersion", "strict", "jobId", "idempotencyKey", "image", "script", "speakers", "turns", "prompt", "preset", "audioMix", "experimental"];

const number = (text) => (text === "" || text === null || text === undefined ? undefined : Number(text));

/** Without what is empty. */
function clean(value) {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined && each !== null && each !== ""));
}

function box(person) {
  return person.box ? { box: { ...person.box, unit: "fraction" } } : {};
}

export function toRequest(form, count) {
  const people = Array.from({ length: count }, (_, i) => form.people[i] ?? nobody());
  const request = { image: form.picture?.input, prompt: form.prompt.trim(), preset: form.preset };
  if (form.way === "turns") {
    request.turns = form.turns.map(turn);
    request.speakers = people.map((person, i) => clean({
      voice: form.turns.some((each) => each.speaker === i + 1 && each.text) ? person.voice : "", channel: person.channel, ...box(person),
    }));
  } else if (form.way === "script") {
    const tagged = /\(\s*s\s*\d\s*\)/i.test(form.script);
    if (tagged) request.script = form.script;
    request.speakers = people.map((person) => clean({ text: tagged ? "" : form.script.trim(), voice: person.voice, ...box(person) }));
  } else {
    request.speakers = people.map((person) => clean(person.source === "text"
      ? { text: person.text.trim(), voice: person.voice, ...box(person) }
      : { audio: person.audio?.input, channel: person.channel, ...box(person) }));
    if (count > 1 && form.mix !== "together") request.audioMix = form.mix;
  }
  if (count > 2) request.experimental = true;
  return clean({ ...request, ...nested(form.settings) });
}

function turn(each) {
  const heard = each.audio ? { audio: each.audio.input, from: number(each.from), to: number(each.to) } : {};
  return clean({ speaker: each.speaker, start: number(each.start), text: each.text.trim(), ...heard });
}

/** {"sampling.seed": 7} as {sampling: {seed: 7}}. */
export function nested(flat) {
  const tree = {};
  for (const [path, value] of Object.entries(flat)) {
    const names = path.split(".");
    const last = names.pop();
    let node = tree;
    for (const name of names) node = node[name] ??= {};
    node[last] = value;
  }
  return tree;
}

/** Whether enough is there for the farm to have an opinion. */
export function isComplete(request) {
  const heard = request.script || request.turns?.some((each) => each.audio || each.text)
    || request.speakers?.every((speaker) => speaker.audio || speaker.text);
  return Boolean(request.image && heard);
}

/**
 * @param request as the farm has it, without what are its defaults
 * @param size of its picture in pixels, which its boxes count in
 */
export function fromRequest(request, size) {
  const form = nothing();
  form.picture = request.image ? { input: request.image, name: "", ...size } : null;
  form.prompt = request.prompt ?? "";
  form.preset = request.preset ?? "";
  form.mix = request.audioMix === "in-turn" ? "in-turn" : "together";
  form.people = request.speakers.map((speaker) => ({
    ...nobody(),
    source: speaker.text ? "text" : "file",
    audio: speaker.audio ? { input: speaker.audio, name: "" } : null,
    text: speaker.text ?? "",
    voice: speaker.voice ?? "",
    channel: speaker.channel ?? null,
    box: speaker.box ? fraction(speaker.box, size) : null,
  }));
  if (request.turns?.length) {
    form.way = "turns";
    form.turns = request.turns.map((each) => ({
      ...noTurn(each.speaker),
      start: each.start ?? "", text: each.text ?? "", from: each.from ?? "", to: each.to ?? "",
      audio: each.audio ? { input: each.audio, name: "" } : null,
    }));
  }
  form.settings = settings(request);
  return form;
}

function fraction({ x, y, width, height, unit }, size) {
  const [w, h] = unit === "fraction" || !size ? [1, 1] : [size.width, size.height];
  return { x: x / w, y: y / h, width: width / w, height: height / h };
}

function settings(request) {
  const found = {};
  for (const [name, value] of Object.entries(request)) {
    if (OWN.includes(name) || value === null) continue;
    const isGroup = typeof value === "object" && !Array.isArray(value) && name !== "labels";
    if (!isGroup) found[name] = value;
    else for (const [inner, each] of Object.entries(value)) if (each !== null) found[`${name}.${inner}`] = each;
  }
  return found;
}

/** Every value with its path, as {@code ["sampling.seed", 7]}. */
export function flat(value, path) {
  if (value === null) return [];
  if (typeof value !== "object") return [[path, value]];
  return Object.entries(value).flatMap(([name, each]) =>
    flat(each, Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name));
}
