// How fast the page is, and how true its time left: what docs/page.md quotes. Run by `tests/page/run measure`; names of
// measurements (loading, gallery, rendering) after that run these only.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root, startFarm } from "./farm.mjs";
import { voice } from "./sound.mjs";

const ROUNDS = 5;
const SECONDS = 11; // of a voice: four windows of multitalk-tiny
const STEPS = 4;
const FEW = 10;
const MANY = 10000;
const BATCH = 1000;

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
const sleep = (millis) => new Promise((done) => setTimeout(done, millis));

const MEASUREMENTS = { loading: measureLoading, gallery: measureGallery, rendering: measureRendering };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in MEASUREMENTS));
if (unknown.length) throw new Error(`Cannot measure ${unknown}, only ${Object.keys(MEASUREMENTS).join(", ")}`);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"] });
const farm = process.env.PAGE_FARM ? { address: process.env.PAGE_FARM, stop() {} } : await startFarm({ engines: ["multitalk", "pantomime"] });
try {
  for (const name of wanted.length ? wanted : Object.keys(MEASUREMENTS)) await MEASUREMENTS[name]();
} finally {
  await browser.close();
  await farm.stop();
}

/** A browser that has never been here. */
async function visit(prepare, hash = "", until = "body[data-ready]") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  await context.addInitScript(() => {
    window.blocked = 0;
    new MutationObserver(() => { window.firstTile ??= document.querySelector(".tile .title") ? performance.now() : undefined; })
      .observe(document, { childList: true, subtree: true });
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.blocked += Math.max(0, duration - 50); })
      .observe({ type: "longtask", buffered: true });
  });
  const page = await context.newPage();
  await prepare?.(page);
  await page.goto(`${farm.address}/${hash}`);
  await page.waitForSelector(until);
  return { context, page };
}

async function measureLoading() {
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    const { context, page } = await visit();
    rounds.push(await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      bytes: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter(({ name }) => !name.includes("/v1/")).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      files: performance.getEntriesByType("resource").filter(({ name }) => !/\/(v1|q)\//.test(name)).length + 1,
      blocked: window.blocked,
    })));
    await context.close();
  }
  const of = (name) => Math.round(median(rounds.map((round) => round[name])));
  console.log(`loading: first paint ${of("paint")} ms, ${Math.round(of("bytes") / 1000)} KB in ${of("files")} files, blocked ${of("blocked")} ms`);
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
    const { context, page } = await visit(null, "#videos", `.tile`);
    const shown = await page.evaluate(() => ({ first: window.firstTile, ready: performance.now(), blocked: window.blocked }));
    const bytes = await page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /\/v1\/jobs\?/.test(name))[0].decodedBodySize);
    const found = await takes(page, () => page.fill("#search", "Video 7"), (query) => query.get("text") === "video 7" || query.get("text") === "Video 7");
    const nothing = await takes(page, () => page.fill("#search", "nobody asked for this"), (query) => /^nobody/.test(query.get("text")));
    const filtered = await takes(page, async () => { await page.fill("#search", ""); await page.selectOption("#filter", "completed"); }, (query) => query.get("status") === "completed" && !query.has("text"));
    rounds.push({ ...shown, bytes, found, nothing, filtered, farm: await answerTime("/v1/farm"), list: await answerTime("/v1/jobs?limit=24") });
    await context.close();
  }
  const of = (name) => Math.round(median(rounds.map((round) => round[name])));
  console.log(`gallery of ${count}: first tile after ${of("first")} ms, blocked ${of("blocked")} ms, list of ${Math.round(of("bytes") / 1000)} KB;`
    + ` search ${of("found")} ms, search for nothing ${of("nothing")} ms, filter ${of("filtered")} ms; /v1/farm ${of("farm")} ms, /v1/jobs ${of("list")} ms`);
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

async function measureRendering() {
  const image = await upload(await readFile(join(root, "samples/woman.png")));
  const audio = await upload(voice(SECONDS));
  const id = await submit({ image, speakers: [{ audio }], sampling: { steps: STEPS } });
  const { context, page } = await visit(null, `#job=${id}`);
  const seen = [];
  const pictured = page.waitForFunction(() => document.getElementById("video").getVideoPlaybackQuality().totalVideoFrames > 0, null, { timeout: 0, polling: 50 })
    .then(() => performance.now());
  let state;
  do {
    state = await (await fetch(`${farm.address}/v1/jobs/${id}`)).json();
    seen.push({ at: performance.now(), ...state });
    await sleep(100);
  } while (["accepted", "running"].includes(state.status));
  const claimed = seen.find(({ status }) => status === "running").at;
  const firstWindow = seen.find(({ committedChunks }) => committedChunks > 0).at;
  const end = seen.at(-1).at;
  console.log(`rendering: ${seen.at(-1).chunks} windows of ${STEPS} steps in ${seconds(end - claimed)} s, the first after ${seconds(firstWindow - claimed)} s`);
  console.log(`first picture: ${seconds(await pictured - firstWindow)} s after the first window`);
  const guesses = seen.filter(({ at, progress }, i) => at >= firstWindow && progress?.etaSeconds > 0
    && progress.etaSeconds !== seen[i - 1]?.progress?.etaSeconds && end - at > 5000);
  const errors = guesses.map(({ at, progress }) => Math.abs(1000 * progress.etaSeconds - (end - at)) / (end - at));
  console.log(`time left: ${errors.length} guesses after the first window, off by ${percent(errors[0])} first, ${percent(median(errors))} in the median, ${percent(Math.max(...errors))} at most`);
  for (const { at, progress } of guesses) console.log(`  ${seconds(at - claimed)} s: window ${progress.window}, step ${progress.step}, ${progress.phase}: ${progress.etaSeconds} s left, in fact ${seconds(end - at)} s`);
  await context.close();
}

function seconds(millis) {
  return (millis / 1000).toFixed(1);
}

function percent(share) {
  return `${Math.round(100 * share)} %`;
}
