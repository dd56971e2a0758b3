// Calls to the farm.
import { ask } from "./sign-in.js";

const ANSWER_MILLIS = 10000;
const SLOW_MILLIS = 120000; // an upload, or a text that is spoken

/** An answer that is an error: what the farm says of it. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
    this.violations = problem.violations ?? [];
  }
}

/** The farm does not answer. */
export class Silent extends Error {}

async function call(path, options = {}) {
  const { millis = ANSWER_MILLIS, signal, ...rest } = options;
  const timeout = AbortSignal.timeout(millis);
  let answer;
  try {
    answer = await fetch(path, { ...rest, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new Silent(String(e));
  }
  if (answer.ok) return answer;
  if (answer.status === 401) await ask();
  const problem = await answer.json().catch(() => ({}));
  throw new Refused({ status: answer.status, title: `${answer.status}`, ...problem });
}

export const get = async (path, options) => (await call(path, options)).json();

const json = (value) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });

export const submit = async (request) => (await call("/v1/jobs", { ...json(request), millis: SLOW_MILLIS })).json();

export const dryRun = async (request, signal) =>
  (await call("/v1/jobs?dryRun=true", { ...json(request), signal, millis: SLOW_MILLIS })).json();

/** The request without what is this farm's default. */
export const abridged = async (request) => (await call("/v1/requests/brief", json(request))).json();

/** Moves a job that waits; refused (409) when it waits no more. */
export const prioritize = async (id, priority) =>
  (await call(`/v1/jobs/${id}`, { ...json({ priority }), method: "PATCH", millis: SLOW_MILLIS })).json();

/** The answer holds the key itself, this once. */
export const createKey = async (wish) => (await call("/v1/keys", json(wish))).json();

export const rotateKey = async (id) => (await call(`/v1/keys/${id}/rotate`, json({}))).json();

/** What is left out is the farm's. */
export const setQuota = (tenant, quota) => call(`/v1/tenants/${encodeURIComponent(tenant)}/quota`, { ...json(quota), method: "PUT" });

export const revokeKey = (id) => call(`/v1/keys/${id}`, { method: "DELETE" });

export const cancel = async (id) => (await call(`/v1/jobs/${id}/cancel`, { method: "POST" })).json();

/** The job that repeats one that failed or was canceled. */
export const retry = async (id) => (await call(`/v1/jobs/${id}/retry`, { method: "POST", millis: SLOW_MILLIS })).json();

export const remove = (id) => call(`/v1/jobs/${id}`, { method: "DELETE", millis: SLOW_MILLIS });

/** Whether an error says that there is no such job, or none any more. */
export const isGone = (e) => e instanceof Refused && (e.problem.status === 404 || e.problem.status === 410);

export const speak = async (text, voice) =>
  (await call("/v1/speech", { ...json({ text, voice: voice || undefined }), millis: SLOW_MILLIS })).blob();

/** Keeps a file, and answers what requests call it. */
export const upload = async (file, signal) =>
  (await call("/v1/uploads", {
    method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file, signal, millis: 10 * SLOW_MILLIS,
  })).json();

/** A call of the tus protocol, about one upload or, without its id, all of them. */
export const askTus = (id, { headers, ...options }) =>
  call(`/v1/uploads/resumable${id && `/${id}`}`, { ...options, headers: { "Tus-Resumable": "1.0.0", ...headers }, millis: SLOW_MILLIS });

/** What a video's credentials say; nothing of it is kept. */
export const detect = async (file) =>
  (await call("/v1/detect", {
    method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file, millis: 10 * SLOW_MILLIS,
  })).json();

const inputPath = (input, what) => `/v1/${input}/${what}`;
export const pictureAddress = (input) => inputPath(input, "picture.jpg");
export const pictureFacts = (input) => get(inputPath(input, "picture.json"), { millis: SLOW_MILLIS });
export const soundFacts = (input) => get(inputPath(input, "sound.json"), { millis: SLOW_MILLIS });

export const posterAddress = (id) => `/v1/jobs/${id}/poster`;
// By path: the page may have been reached by another name than the one that links to others bear.
export const videoAddress = (id) => `/v1/jobs/${id}/video?stream=true`;
export const downloadAddress = (id) => `/v1/jobs/${id}/video?stream=true&download=true`;
export const subtitlesAddress = (id) => `/v1/jobs/${id}/subtitles.vtt`;
