// The page of a farm: asks for jobs and shows how they go. Text of others goes in as text, never as markup.
const POLL_MILLIS = 2000;
const ANSWER_MILLIS = 10000;
const HEALTH_EVERY = 3; // polls
const SILENCE_MILLIS = 30000;
const UNREPORTED_MILLIS = 300000; // a model that is loaded, or decodes, reports no steps
const PAGE = 20;
const $ = (id) => document.getElementById(id);
const cards = new Map();
let shown = PAGE;

// --- A new video -----------------------------------------------------------------------------------------------------

const form = $("ask");

$("image").addEventListener("change", () => {
  const file = $("image").files[0];
  const preview = $("preview");
  URL.revokeObjectURL(preview.src);
  preview.hidden = !file;
  if (file) preview.src = URL.createObjectURL(file);
});

// Without the lists the farm's defaults are left.
for (const choice of ["engine", "preset"]) {
  fetch(`/v1/${choice}s`)
    .then((answer) => (answer.ok ? answer.json() : []))
    .then((all) => {
      for (const { name, description } of all) {
        const option = new Option(name, name);
        option.title = description;
        $(choice).append(option);
      }
    })
    .catch(() => {});
}

// Without the list the two standard voices are left.
fetch("/v1/voices")
  .then((answer) => (answer.ok ? answer.json() : { voices: [] }))
  .then(({ voices }) => {
    for (const id of ["voice0", "voice1"]) {
      const groups = new Map();
      for (const { name, description, language, synthesizer } of voices) {
        if (!groups.has(synthesizer)) groups.set(synthesizer, document.createElement("optgroup"));
        groups.get(synthesizer).label = synthesizer;
        groups.get(synthesizer).append(new Option(`${name} (${description}, ${language})`, name));
      }
      $(id).append(...groups.values());
    }
  })
  .catch(() => {});

// Who is heard when: a row for each turn.
$("add-turn").addEventListener("click", () => {
  const row = $("turn").content.firstElementChild.cloneNode(true);
  const audio = row.querySelector(".audio");
  audio.addEventListener("change", () => { row.querySelector(".part").hidden = !audio.files.length; });
  row.querySelector(".remove").addEventListener("click", () => {
    row.remove();
    number();
    $("add-turn").focus();
  });
  const last = $("turns").lastElementChild;
  allowPeople(row);
  if (last?.querySelector(".speaker").value === "1") row.querySelector(".speaker").value = "2";
  $("turns").append(row);
  number();
  row.querySelector(".speaker").focus();
});

/** People from the third on can be chosen, from left to right, where somebody asked for the experiment. */
function allowPeople(within) {
  const experimental = $("experimental").checked;
  for (const option of within.querySelectorAll(".speaker option")) {
    option.hidden = option.disabled = Number(option.value) > 2 && !experimental;
    if (option.hidden && option.selected) option.parentElement.value = "2";
  }
}

$("experimental").addEventListener("change", () => allowPeople($("turns")));

/** Rows are known by their place, as the farm's answers know them. */
function number() {
  [...$("turns").children].forEach((row, i) => {
    row.dataset.path = `turns[${i}]`;
    row.querySelector("legend").textContent = `Turn ${i + 1}`;
    const error = row.querySelector(".error");
    error.id = `turn${i}-error`;
    row.querySelectorAll("input, select").forEach((input) => input.setAttribute("aria-describedby", error.id));
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send("/v1/jobs", (job) => {
    $("ask-status").textContent = "Accepted.";
    show([job], true);
    poll();
  });
});

$("check").addEventListener("click", () => send("/v1/jobs?dryRun=true", showCheck));

async function send(path, accept) {
  clearErrors();
  $("checked").hidden = true;
  if (!complete()) return;
  const buttons = [form.querySelector("[type=submit]"), $("check")];
  for (const button of buttons) button.disabled = true;
  $("ask-status").textContent = "Sending …";
  try {
    const answer = await fetch(path, { method: "POST", body: body() });
    const said = await answer.json().catch(() => ({ title: `The farm answered ${answer.status}` }));
    $("ask-status").textContent = "";
    if (answer.ok) accept(said);
    else showProblem(said);
  } catch {
    $("ask-status").textContent = "";
    $("ask-error").textContent = "The farm is not responding. Is it running?";
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** What a dry run answered: who is looked for where, and what it would take. */
function showCheck(dry) {
  const { frames, seconds, chunks, width, height, cost, speakers, warnings } = dry;
  const lines = [`${frames} frames (${seconds.toFixed(2)} s), ${width} × ${height}, in ${chunks} chunks`];
  if (cost.passes) lines.push(`${cost.steps} steps in each of ${cost.windows} windows: ${cost.passes} passes of the model`);
  lines.push(cost.estimatedSeconds === undefined
    ? "No time known: this farm has rendered nothing of this size yet."
    : `About ${Math.ceil(cost.estimatedSeconds)} s, going by earlier jobs of this size.`);
  speakers.forEach(({ color, tokens, spokenSeconds }, i) => {
    const facts = [color];
    if (tokens !== undefined) facts.push(`${tokens} tokens of the model's grid`);
    if (spokenSeconds !== undefined) facts.push(`${spokenSeconds.toFixed(2)} s of text`);
    lines.push(`Speaker ${i + 1}: ${facts.join(", ")}`);
  });
  for (const { path, message } of warnings) lines.push(`Warning: ${path}: ${message}`);
  $("checked").querySelector("img").src = dry.picture;
  $("checked").querySelector("figcaption").textContent = lines.join("\n");
  $("checked").hidden = false;
}

function complete() {
  let first = null;
  const script = $("script").value.trim();
  const turns = $("turns").children;
  if (turns.length && (script || $("audio0").files.length || $("audio1").files.length)) {
    $("times").open = true;
    blame($("turns").nextElementSibling, "Turns, or recordings and texts above, please, not both.");
    first = $("add-turn");
  } else if (script && ($("audio0").files.length || $("audio1").files.length)) {
    blame($("script").closest(".field"), "Recordings or a text, please, not both.");
    first = $("script");
  }
  for (const input of script || turns.length ? [$("image")] : [$("image"), $("audio0")]) {
    if (!input.files.length) {
      blame(input.closest(".field"), "Choose a file.");
      first ??= input;
    }
  }
  first?.focus();
  return first === null;
}

function body() {
  const data = new FormData();
  const request = { image: "part:image" };
  data.append("image", $("image").files[0]);
  const script = $("script").value.trim();
  const turns = [...$("turns").children];
  if (turns.length) {
    request.turns = turns.map((row, i) => turn(data, row, `turn${i}`));
    request.speakers = [];
    const people = Math.max(...request.turns.map(({ speaker }) => speaker));
    for (let person = 1; person <= people; person++) {
      const speaks = request.turns.some(({ speaker, text }) => speaker === person && text);
      request.speakers.push(speaks && person <= 2 ? voice(`voice${person - 1}`) : {});
    }
    if ($("experimental").checked) request.experimental = true;
  } else if (/\(\s*s\s*\d+\s*\)/i.test(script)) {
    request.script = script;
    request.speakers = [voice("voice0")];
    if (/\(\s*s\s*2\s*\)/i.test(script)) request.speakers.push(voice("voice1"));
  } else if (script) request.speakers = [{ text: script, ...voice("voice0") }];
  else request.speakers = [record(data, "audio0")];
  if ($("audio1").files.length) request.speakers.push(record(data, "audio1"));
  form.querySelectorAll(".place").forEach((row, person) => {
    const box = place(row);
    if (box) (request.speakers[person] ??= {}).box = box;
  });
  for (const [field, id] of [["prompt", "prompt"], ["engine", "engine"], ["preset", "preset"], ["audioMix", "mix"]]) {
    const value = $(id).value.trim();
    if (value && !(field === "audioMix" && request.turns)) request[field] = value;
  }
  data.append("request", JSON.stringify(request));
  return data;
}

/** Where somebody is, as fractions; null where nothing is said of it. What lacks, the farm names. */
function place(row) {
  const box = {};
  for (const side of ["x", "y", "width", "height"]) {
    const value = row.querySelector(`.${side}`).value;
    if (value !== "") box[side] = Number(value) / 100;
  }
  return Object.keys(box).length ? { ...box, unit: "fraction" } : null;
}

function turn(data, row, name) {
  const said = { speaker: Number(row.querySelector(".speaker").value) };
  const file = row.querySelector(".audio").files[0];
  const text = row.querySelector(".text").value.trim();
  if (text) said.text = text;
  if (file) {
    data.append(name, file);
    said.audio = `part:${name}`;
  }
  for (const field of file ? ["start", "from", "to"] : ["start"]) {
    const value = row.querySelector(`.${field}`).value;
    if (value !== "") said[field] = Number(value);
  }
  return said;
}

function voice(id) {
  return $(id).value ? { voice: $(id).value } : {};
}

function record(data, name) {
  data.append(name, $(name).files[0]);
  return { audio: `part:${name}` };
}

function showProblem(problem) {
  const homeless = [];
  for (const violation of problem.violations ?? []) {
    const path = /^speakers\[\d+]\.text/.test(violation.path) ? "script" : violation.path;
    if (path.startsWith("turns")) $("times").open = true;
    if (/\.box/.test(path)) $("places").open = true;
    const fields = [...form.querySelectorAll(".field")].filter((f) => path.startsWith(f.dataset.path));
    const field = fields.sort((a, b) => b.dataset.path.length - a.dataset.path.length)[0];
    const part = field?.classList.contains("turn") && path.slice(field.dataset.path.length + 1); // of several in a row
    if (field) blame(field, part ? `${part}: ${violation.message}` : violation.message);
    else homeless.push(violation.path ? `${violation.path}: ${violation.message}` : violation.message);
  }
  $("ask-error").textContent = problem.violations ? homeless.join("; ") : `${problem.title}. ${problem.detail ?? ""}`;
  form.querySelector(".wrong :is(input, select, textarea)")?.focus();
}

function blame(field, message) {
  field.classList.add("wrong");
  const said = field.querySelector(".error");
  said.textContent = said.textContent ? `${said.textContent}; ${message}` : message;
  field.querySelector("input, select, textarea")?.setAttribute("aria-invalid", "true");
}

function clearErrors() {
  for (const error of form.querySelectorAll(".error")) error.textContent = "";
  for (const field of form.querySelectorAll(".wrong")) field.classList.remove("wrong");
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

// --- Jobs ------------------------------------------------------------------------------------------------------------

let polling = null;
let polls = 0;
let heardAt = null; // when the farm last answered
let ailing = [];

async function poll() {
  clearTimeout(polling);
  if (!document.hidden) {
    try {
      const page = await ask(`/v1/jobs?limit=${Math.min(shown, 500)}`);
      heardAt = new Date();
      show(page.jobs, false);
      $("more").hidden = !page.next || shown >= 500;
      if (polls++ % HEALTH_EVERY === 0) ailing = await ailments();
      warn(ailing);
    } catch {
      const since = heardAt ? ` Last update: ${heardAt.toLocaleTimeString()}.` : "";
      warn([{ text: `The farm is not responding; retrying.${since}`, stale: true }]);
    }
  }
  polling = setTimeout(poll, POLL_MILLIS);
}

async function ask(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(ANSWER_MILLIS) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

/** What the farm reports as unavailable. Its health endpoint answers 503 when it is not ready. */
async function ailments() {
  const health = await fetch("/q/health/ready", { signal: AbortSignal.timeout(ANSWER_MILLIS) })
    .then((answer) => answer.json())
    .catch(() => ({ checks: [] }));
  const check = (name) => health.checks?.find((found) => found.name === name);
  const found = [];
  if (check("broker")?.status === "DOWN") {
    found.push({ text: "The farm cannot reach its broker: it accepts no jobs, and what you see may be outdated.", stale: true });
  }
  if (check("store")?.data?.answers === false) {
    found.push({ text: "The farm cannot reach its store: it accepts no new files and shows no videos.", stale: false });
  }
  return found;
}

/** An outage stands above everything, wherever the page is scrolled to; jobs that may have moved on since are marked. */
function warn(troubles) {
  const banner = $("banner");
  const text = troubles.map((trouble) => trouble.text).join(" ");
  if (banner.textContent !== text) banner.textContent = text;
  banner.hidden = !text;
  document.body.classList.toggle("stale", troubles.some((trouble) => trouble.stale));
}

/** A job under way of which nothing is heard for long: longer than three times what was usual for it. */
function listen() {
  const stale = document.body.classList.contains("stale");
  for (const card of cards.values()) {
    const silent = Date.now() - card.heardAt;
    const note = card.querySelector(".silence");
    const bad = !stale && card.job.status === "running" && silent > Math.max(patience(card.job), 3 * card.longestPause);
    card.classList.toggle("silent", bad);
    const text = bad
      ? `No news from ${card.job.worker ?? "its worker"} for ${Math.floor(silent / 10000) * 10} s. If it has failed, another worker will take over.`
      : "";
    if (note.textContent !== text) note.textContent = text;
  }
}

function patience(job) {
  return ["loading", "decoding"].includes(job.progress?.phase) ? UNREPORTED_MILLIS : SILENCE_MILLIS;
}

/** Keeps when the job was last heard of, and the longest pause of this attempt. */
function heard(card, job) {
  const now = Date.now();
  if (card.job?.attempt === job.attempt && card.job.status === "running") {
    card.longestPause = Math.max(card.longestPause, now - card.heardAt);
  } else {
    card.longestPause = 0;
  }
  card.heardAt = now;
  card.job = job;
}

setInterval(listen, 1000);

document.addEventListener("visibilitychange", () => document.hidden || poll());
$("more").addEventListener("click", () => { shown += PAGE; poll(); });

/** Updates the cards; a job that is under way gets a stream of its own. */
function show(jobs, first) {
  const list = $("list");
  jobs.forEach((job, i) => {
    let card = cards.get(job.jobId);
    if (!card) {
      card = $("job").content.firstElementChild.cloneNode(true);
      card.querySelector(".cancel").addEventListener("click", () => cancel(job.jobId));
      cards.set(job.jobId, card);
      list.insertBefore(card, first ? list.firstChild : list.children[i] ?? null);
    }
    render(card, job);
  });
  $("none").hidden = cards.size > 0;
}

const ENDS = ["completed", "rejected", "failed", "cancelled"];
const streams = new Map();
const MOST_STREAMS = 3; // of the six connections a browser has for a host

function follow(card, job) {
  const ended = ENDS.includes(job.status);
  if (ended) {
    streams.get(job.jobId)?.close();
    streams.delete(job.jobId);
  } else if (job.status !== "accepted" && !streams.has(job.jobId) && streams.size < MOST_STREAMS) {
    const stream = new EventSource(`/v1/jobs/${job.jobId}/events`);
    streams.set(job.jobId, stream);
    stream.addEventListener("state", (event) => render(card, JSON.parse(event.data)));
    stream.addEventListener("error", () => { stream.close(); streams.delete(job.jobId); });
  }
}

function render(card, job) {
  if (Number(card.dataset.sequence) >= job.sequence && card.dataset.status === job.status) return;
  heard(card, job);
  card.dataset.sequence = job.sequence;
  card.dataset.status = job.status;
  card.className = `card job ${job.status}`;
  card.querySelector(".status").textContent = job.status;
  card.querySelector(".id").textContent = job.jobId;
  const time = card.querySelector("time");
  time.dateTime = job.createdAt;
  time.textContent = new Date(job.createdAt).toLocaleTimeString();
  card.querySelector(".facts").textContent = facts(job);
  card.querySelector(".says").textContent = says(job);
  card.querySelector(".violations").replaceChildren(...remarks(job.violations));
  card.querySelector(".warnings").replaceChildren(...remarks(job.warnings));
  const ended = ENDS.includes(job.status);
  const bar = card.querySelector("progress");
  bar.hidden = ended || job.status === "accepted";
  bar.value = done(job);
  bar.setAttribute("aria-label", `Progress of job ${job.jobId}`);
  card.querySelector(".cancel").hidden = ended;
  const video = card.querySelector("video");
  const link = card.querySelector(".get");
  if (job.video && video.hidden) {
    // By path: the page may have been reached by another name than the one that links to others bear.
    video.src = `/v1/jobs/${job.jobId}/video?stream=true`;
    video.hidden = link.hidden = false;
    link.href = `/v1/jobs/${job.jobId}/video?stream=true&download=true`;
  }
  follow(card, job);
}

function facts(job) {
  const facts = [];
  if (job.width) facts.push(`${job.width} × ${job.height}`);
  if (job.frames) facts.push(`${(job.frames / 25).toFixed(2)} s`);
  if (job.speakers) facts.push(job.speakers === 1 ? "one speaker" : `${job.speakers} speakers`);
  if (job.syntheticVoices) facts.push(`synthetic voice: ${job.syntheticVoices.join(", ")}`);
  if (job.engine) facts.push(job.engine);
  if (job.attempt > 1) facts.push(`attempt ${job.attempt}`);
  return facts.join(" · ");
}

/** List items of violations or warnings. */
function remarks(all) {
  return (all ?? []).map((remark) => {
    const item = document.createElement("li");
    item.textContent = remark.path ? `${remark.path}: ${remark.message}` : remark.message;
    return item;
  });
}

function says(job) {
  if (job.status === "accepted") return "Waiting for a worker.";
  if (job.status === "assembling") return "Assembling the video.";
  if (job.progress && !ENDS.includes(job.status)) {
    const p = job.progress;
    if (p.phase === "loading") return "Loading the model and encoding picture and voice.";
    const step = p.step < 1 ? "starting" : `step ${p.step} of ${p.steps}`;
    const doing = p.phase === "decoding" ? "decoding" : step;
    return `Window ${p.window} of ${p.windows}, ${doing}${left(p.etaSeconds)}`;
  }
  return job.message ?? "";
}

function left(seconds) {
  if (seconds === undefined || seconds === null || seconds < 1) return "";
  const whole = Math.ceil(seconds);
  return whole < 120 ? `, about ${whole} s left` : `, about ${Math.ceil(whole / 60)} min left`;
}

/** From 0 to 1. Decoding a window counts as one more step: the bar is full when the window is there. */
function done(job) {
  if (job.status === "assembling") return 1;
  const p = job.progress;
  const byStep = p ? (p.window - 1 + p.step / (p.steps + 1)) / p.windows : 0;
  const byFrame = job.frames ? job.committedFrames / job.frames : 0;
  return Math.max(byStep, byFrame);
}

async function cancel(id) {
  const answer = await fetch(`/v1/jobs/${id}/cancel`, { method: "POST", signal: AbortSignal.timeout(ANSWER_MILLIS) })
    .catch(() => null);
  cards.get(id).querySelector(".trouble").textContent =
    answer?.ok || answer?.status === 409 ? "" : "The job could not be cancelled; try again.";
  poll();
}

poll();
