// The page of a farm: asks for jobs and shows how they go. Text of others goes in as text, never as markup.
const POLL_MILLIS = 2000;
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

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearErrors();
  if (!complete()) return;
  const button = form.querySelector("button");
  button.disabled = true;
  $("ask-status").textContent = "Sending …";
  try {
    const answer = await fetch("/v1/jobs", { method: "POST", body: body() });
    const said = await answer.json().catch(() => ({ title: `The farm answered ${answer.status}` }));
    if (answer.ok) {
      $("ask-status").textContent = "Accepted.";
      show([said], true);
      poll();
    } else {
      $("ask-status").textContent = "";
      showProblem(said);
    }
  } catch {
    $("ask-status").textContent = "";
    $("ask-error").textContent = "The farm does not answer. Is it running?";
  } finally {
    button.disabled = false;
  }
});

function complete() {
  let first = null;
  for (const input of [$("image"), $("audio0")]) {
    if (!input.files.length) {
      blame(input.closest(".field"), "Choose a file, please.");
      first ??= input;
    }
  }
  first?.focus();
  return first === null;
}

function body() {
  const data = new FormData();
  const request = { image: "part:image", speakers: [{ audio: "part:audio0" }] };
  data.append("image", $("image").files[0]);
  data.append("audio0", $("audio0").files[0]);
  if ($("audio1").files.length) {
    request.speakers.push({ audio: "part:audio1" });
    data.append("audio1", $("audio1").files[0]);
  }
  for (const [field, id] of [["prompt", "prompt"], ["engine", "engine"], ["preset", "preset"], ["audioMix", "mix"]]) {
    const value = $(id).value.trim();
    if (value) request[field] = value;
  }
  data.append("request", JSON.stringify(request));
  return data;
}

function showProblem(problem) {
  const homeless = [];
  for (const violation of problem.violations ?? []) {
    const field = [...form.querySelectorAll(".field")].find((f) => violation.path.startsWith(f.dataset.path));
    if (field) blame(field, violation.message);
    else homeless.push(violation.path ? `${violation.path}: ${violation.message}` : violation.message);
  }
  $("ask-error").textContent = problem.violations ? homeless.join("; ") : `${problem.title}. ${problem.detail ?? ""}`;
  form.querySelector(".wrong :is(input, select, textarea)")?.focus();
}

function blame(field, message) {
  field.classList.add("wrong");
  const said = field.querySelector(".error");
  said.textContent = said.textContent ? `${said.textContent}; ${message}` : message;
  field.querySelector("input, select, textarea").setAttribute("aria-invalid", "true");
}

function clearErrors() {
  for (const error of form.querySelectorAll(".error")) error.textContent = "";
  for (const field of form.querySelectorAll(".wrong")) field.classList.remove("wrong");
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

// --- Jobs ------------------------------------------------------------------------------------------------------------

let polling = null;

async function poll() {
  clearTimeout(polling);
  try {
    if (!document.hidden) {
      const answer = await fetch(`/v1/jobs?limit=${Math.min(shown, 500)}`);
      const page = await answer.json();
      show(page.jobs, false);
      $("more").hidden = !page.next || shown >= 500;
      $("offline").textContent = "";
    }
  } catch {
    $("offline").textContent = "The farm does not answer; trying again.";
  }
  polling = setTimeout(poll, POLL_MILLIS);
}

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
  card.querySelector(".violations").replaceChildren(...(job.violations ?? []).map((v) => {
    const item = document.createElement("li");
    item.textContent = v.path ? `${v.path}: ${v.message}` : v.message;
    return item;
  }));
  const ended = ENDS.includes(job.status);
  const bar = card.querySelector("progress");
  bar.hidden = ended || job.status === "accepted";
  bar.value = done(job);
  bar.setAttribute("aria-label", `Progress of job ${job.jobId}`);
  card.querySelector(".cancel").hidden = ended;
  const video = card.querySelector("video");
  const link = card.querySelector(".get");
  if (job.video && video.hidden) {
    video.src = `${job.video.href}?stream=true`;
    video.hidden = link.hidden = false;
    link.href = `${job.video.href}?stream=true&download=true`;
  }
  follow(card, job);
}

function facts(job) {
  const facts = [];
  if (job.width) facts.push(`${job.width} × ${job.height}`);
  if (job.frames) facts.push(`${(job.frames / 25).toFixed(2)} s`);
  if (job.speakers) facts.push(job.speakers === 1 ? "one speaker" : "two speakers");
  if (job.engine) facts.push(job.engine);
  if (job.attempt > 1) facts.push(`attempt ${job.attempt}`);
  return facts.join(" · ");
}

function says(job) {
  if (job.status === "accepted") return "Waits for a worker.";
  if (job.progress && !ENDS.includes(job.status)) {
    const p = job.progress;
    const eta = p.etaSeconds === undefined ? "" : `, about ${Math.ceil(p.etaSeconds)} s left`;
    return `Window ${p.window} of ${p.windows}, step ${p.step} of ${p.steps}${eta}`;
  }
  return job.message ?? "";
}

/** From 0 to 1. */
function done(job) {
  if (job.status === "assembling") return 1;
  const p = job.progress;
  const byStep = p ? (p.window - 1 + p.step / p.steps) / p.windows : 0;
  const byFrame = job.frames ? job.committedFrames / job.frames : 0;
  return Math.max(byStep, byFrame);
}

async function cancel(id) {
  const answer = await fetch(`/v1/jobs/${id}/cancel`, { method: "POST" }).catch(() => null);
  $("offline").textContent = answer?.ok || answer?.status === 409 ? "" : "The job could not be cancelled; try again.";
  poll();
}

poll();
