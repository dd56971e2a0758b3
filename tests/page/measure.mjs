// How fast the page is, and how true its time left: what docs/page.md quotes. Run by `tests/page/run measure`; names of
// measurements (loading, gallery, pantomime, multitalk) after that run these only.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root, startFarm } from "./farm.mjs";
import { voice } from "./sound.mjs";

const ROUNDS = 5;
const PATIENCE = 120000; // with a machine that does other things as well
const SETTLES_MILLIS = 500; // after the page is ready: posters come, and may move things
const VOICE_SECONDS = { multitalk: 11, pantomime: 120 }; // 4 windows, 54 windows
const AGAIN = 2; // how often it is rendered by a worker that has done so before
const SOON_MILLIS = 2000; // of what is left then nobody wants to know the share
const FEW = 10;
const MANY = 10000;
const BATCH = 1000;
const PAGES = 10;

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
const sleep = (millis) => new Promise((done) => setTimeout(done, millis));

const MEASUREMENTS = {
  loading: measureLoading,
  gallery: measureGallery,
  pantomime: () => measureRendering("pantomime"),
  multitalk: () => measureRendering("multitalk"),
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in MEASUREMENTS));
if (unknown.length) throw new Error(`Cannot measure ${unknown}, only ${Object.keys(MEASUREMENTS).join(", ")}`);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"] });
let farm;
try {
  for (const name of wanted.length ? wanted : Object.keys(MEASUREMENTS)) await onFarm(MEASUREMENTS[name], name);
} finally {
  await browser.close();
}

/** Each on a farm that has just started, unless one is given. */
async function onFarm(measurement, name) {
  const engines = name in VOICE_SECONDS ? [name] : ["multitalk", "pantomime"];
  farm = process.env.PAGE_FARM ? { address: process.env.PAGE_FARM, stop() {} } : await startFarm({ engines });
  try {
    await measurement();
  } finally {
    await farm.stop();
  }
}

/**
 * A browser that has never been here.
 *
 * @param slower by how much its processor is held back
 */
async function visit({ hash = "", until = "body[data-ready]", slower = 1 } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  await context.addInitScript(() => {
    window.blocked = window.shifted = window.largest = 0;
    new MutationObserver(() => { window.firstTile ??= document.querySelector(".tile .title") ? performance.now() : undefined; })
      .observe(document, { childList: true, subtree: true });
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.blocked += Math.max(0, duration - 50); })
      .observe({ type: "longtask", buffered: true });
    new PerformanceObserver((list) => { for (const { startTime } of list.getEntries()) window.largest = startTime; })
      .observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => { for (const { value, hadRecentInput } of list.getEntries()) window.shifted += hadRecentInput ? 0 : value; })
      .observe({ type: "layout-shift", buffered: true });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  if (slower > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.goto(`${farm.address}/${hash}`);
  await page.waitForSelector(until);
  return { context, page };
}

/** What Lighthouse asks of a page: first and largest paint, blocking, shifts; here and on a machine that is a quarter as fast. */
async function measureLoading() {
  const image = await upload(await readFile(join(root, "samples/woman.png")));
  const id = await submit({ image, engine: "pantomime", speakers: [{ audio: await upload(voice(1)) }], prompt: "A woman talks" });
  await fetch(`${farm.address}/v1/jobs/${id}`, { headers: { Prefer: "wait=60" } });
  const places = { form: {}, gallery: { hash: "#videos", until: ".tile .title" }, video: { hash: `#job=${id}`, until: "#job-body:not([hidden])" } };
  for (const [name, place] of Object.entries(places)) for (const slower of [1, 4]) await load(name, { ...place, slower });
}

async function load(name, place) {
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    const { context, page } = await visit(place);
    await sleep(SETTLES_MILLIS);
    rounds.push(await page.evaluate(() => ({
      first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      largest: window.largest,
      shifted: window.shifted,
      blocked: window.blocked,
      bytes: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter(({ name }) => !/\/(v1|q)\//.test(name)).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      files: performance.getEntriesByType("resource").filter(({ name }) => !/\/(v1|q)\//.test(name)).length + 1,
    })));
    await context.close();
  }
  const of = (what) => median(rounds.map((round) => round[what]));
  console.log(`loading ${name}, ${place.slower}x slower: first paint ${Math.round(of("first"))} ms, largest ${Math.round(of("largest"))} ms,`
    + ` blocked ${Math.round(of("blocked"))} ms, shifted ${of("shifted").toFixed(3)}; ${Math.round(of("bytes") / 1000)} KB in ${of("files")} files`);
}

/** With ten jobs, and then with as many as a farm may come to have: real ones, of which most waited too long and failed. */
async function measureGallery() {
  const image = await upload(await readFile(join(root, "samples/woman.png")));
  const audio = await upload(voice(1));
  const first = await Promise.all(Array.from({ length: FEW }, (_, i) => submit({ image, engine: "pantomime", speakers: [{ audio }], prompt: `Video ${i}` })));
  for (const id of first) await fetch(`${farm.address}/v1/jobs/${id}`, { headers: { Prefer: "wait=60" } });
  await lookAtGallery(FEW);
  const request = (i) => JSON.stringify({ image, speakers: [{ audio }], prompt: `Video ${i}`, expiresAfterSeconds: 1, labels: { part: String(i % 7) } });
  const began = performance.now();
  for (let i = FEW; i < MANY; i += BATCH) {
    const lines = Array.from({ length: Math.min(BATCH, MANY - i) }, (_, j) => request(i + j));
    const answer = await fetch(`${farm.address}/v1/jobs`, { method: "POST", headers: { "Content-Type": "application/x-ndjson" }, body: lines.join("\n") });
    const refused = (await answer.text()).trim().split("\n").filter((line) => !JSON.parse(line).job);
    if (refused.length) throw new Error(refused[0]);
  }
  console.log(`gallery: ${MANY} jobs were accepted in ${seconds(performance.now() - began)} s`);
  let jobs;
  do {
    await sleep(1000);
    ({ jobs } = await (await fetch(`${farm.address}/v1/farm`)).json());
  } while (jobs.accepted + jobs.running + jobs.assembling > 0);
  await lookAtGallery(MANY);
}

async function lookAtGallery(count) {
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    const { context, page } = await visit({ hash: "#videos", until: ".tile" });
    const shown = await page.evaluate(() => ({ first: window.firstTile, ready: performance.now(), blocked: window.blocked }));
    const bytes = await page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /\/v1\/jobs\?/.test(name))[0].decodedBodySize);
    const scrolled = await scroll(page);
    const found = await takes(page, () => page.fill("#search", "Video 7"), (query) => query.get("text") === "video 7" || query.get("text") === "Video 7");
    const nothing = await takes(page, () => page.fill("#search", "nobody asked for this"), (query) => /^nobody/.test(query.get("text")));
    const filtered = await takes(page, async () => { await page.fill("#search", ""); await page.selectOption("#filter", "completed"); }, (query) => query.get("status") === "completed" && !query.has("text"));
    rounds.push({ ...shown, bytes, scrolled, found, nothing, filtered, farm: await answerTime("/v1/farm"), list: await answerTime("/v1/jobs?limit=24") });
    await context.close();
  }
  const of = (name) => Math.round(median(rounds.map((round) => round[name])));
  console.log(`gallery of ${count}: first tile after ${of("first")} ms, blocked ${of("blocked")} ms, list of ${Math.round(of("bytes") / 1000)} KB;`
    + ` ${PAGES} more pages by scrolling ${of("scrolled")} ms, search ${of("found")} ms, search for nothing ${of("nothing")} ms, filter ${of("filtered")} ms; /v1/farm ${of("farm")} ms, /v1/jobs ${of("list")} ms`);
}

/** To the end of what is there, again and again. */
async function scroll(page) {
  const began = performance.now();
  for (let i = 0; i < PAGES && await page.isVisible("#more"); i++) {
    const tiles = await page.locator(".tile").count();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction((before) => document.querySelectorAll(".tile").length > before || document.getElementById("more").hidden, tiles);
  }
  return performance.now() - began;
}

/** From what somebody does to the answer that it brings, with the pause for typing. */
async function takes(page, act, isIt) {
  const answered = page.waitForResponse((answer) => /\/v1\/jobs\?/.test(answer.url()) && isIt(new URL(answer.url()).searchParams));
  const began = performance.now();
  await act();
  await (await answered).finished();
  return performance.now() - began;
}

async function answerTime(path) {
  const times = [];
  for (let i = 0; i < 9; i++) {
    const began = performance.now();
    await (await fetch(`${farm.address}${path}`)).arrayBuffer();
    times.push(performance.now() - began);
  }
  return median(times);
}

async function upload(bytes) {
  const answer = await fetch(`${farm.address}/v1/uploads`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: bytes });
  return (await answer.json()).input;
}

async function submit(request) {
  const answer = await fetch(`${farm.address}/v1/jobs`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).jobId;
}

/** A video once by a worker that has rendered nothing before, and then some more times. */
async function measureRendering(engine) {
  const image = await upload(await readFile(join(root, "samples/woman.png")));
  const audio = await upload(voice(VOICE_SECONDS[engine]));
  for (let i = 0; i <= AGAIN; i++) await watch(`${engine}, ${i ? "warm" : "cold"}`, await submit({ image, engine, speakers: [{ audio }] }));
}

async function watch(name, id) {
  const { context, page } = await visit({ hash: `#job=${id}` });
  const asked = new Map(); // when the page was answered, by the last part of the address
  page.on("requestfinished", (request) => {
    const name = request.url().split("/").pop();
    if (!asked.has(name)) asked.set(name, Date.now());
  });
  const pictured = page.waitForFunction(() => document.getElementById("video").getVideoPlaybackQuality().totalVideoFrames > 0, null, { timeout: PATIENCE, polling: 50 })
    .then(() => Date.now(), () => null);
  const seen = [];
  do {
    const state = await (await fetch(`${farm.address}/v1/jobs/${id}`)).json();
    seen.push({ at: Date.now(), ...state });
    await sleep(50);
  } while (["accepted", "running"].includes(seen.at(-1).status));
  const last = seen.at(-1);
  if (last.status === "failed") throw new Error(last.message);
  const [claimed, end] = [Date.parse(last.claimedAt), last.at];
  const firstWindow = seen.find(({ committedChunks }) => committedChunks > 0).at;
  const since = (at) => at ? seconds(at - firstWindow) : "-";
  console.log(`${name}: ${last.chunks} windows in ${seconds(end - claimed)} s, the first after ${seconds(firstWindow - claimed)} s`);
  console.log(`  first picture ${since(await pictured)} s after the first window; playlist ${since(asked.get("playlist.m3u8"))}, header ${since(asked.get("header.mp4"))}, chunk ${since(asked.get("0.m4s"))} s`);
  const guesses = seen.filter(({ at, progress }, i) => at >= firstWindow && progress?.etaSeconds > 0
    && progress.etaSeconds !== seen[i - 1]?.progress?.etaSeconds && end - at > SOON_MILLIS);
  const errors = guesses.map(({ at, progress }) => (1000 * progress.etaSeconds - (end - at)) / (end - at));
  const sizes = errors.map(Math.abs);
  console.log(`  time left, after the first window: ${errors.length} guesses, off by ${percent(errors[0])} first, ${percent(median(sizes))} in the median, ${percent(Math.max(...sizes))} at most`);
  if (process.env.PAGE_GUESSES) {
    for (const { at, progress } of seen.filter(({ progress }, i) => progress && JSON.stringify(progress) !== JSON.stringify(seen[i - 1]?.progress))) {
      console.log(`    ${seconds(at - claimed)} s: window ${progress.window}, step ${progress.step}, ${progress.phase}: ${progress.etaSeconds ?? "?"} s left, in fact ${seconds(end - at)} s`);
    }
  }
  await context.close();
}

function seconds(millis) {
  return (millis / 1000).toFixed(1);
}

function percent(share) {
  return `${Math.round(100 * share)} %`;
}
