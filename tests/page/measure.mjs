// How fast the page is, and how true its time left: what docs/page.md quotes. Run by `tests/page/run measure`.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root, startFarm } from "./farm.mjs";
import { voice } from "./sound.mjs";

const ROUNDS = 5;
const SECONDS = 11; // of a voice: four windows of multitalk-tiny
const STEPS = 4;

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
const sleep = (millis) => new Promise((done) => setTimeout(done, millis));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"] });
const farm = await startFarm({ engine: "multitalk" });
try {
  await measureLoading();
  await measureGallery(10);
  await measureGallery(10000);
  await measureRendering();
} finally {
  await browser.close();
  await farm.stop();
}

/** A browser that has never been here. */
async function visit(prepare, hash = "") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  await context.addInitScript(() => {
    window.blocked = 0;
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.blocked += Math.max(0, duration - 50); })
      .observe({ type: "longtask", buffered: true });
  });
  const page = await context.newPage();
  await prepare?.(page);
  await page.goto(`${farm.address}/${hash}`);
  await page.waitForSelector("body[data-ready]");
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

async function measureGallery(count) {
  const picture = await readFile(join(root, "samples/woman.png"));
  const ask = async (page) => {
    await page.route(/\/v1\/jobs\?/, (route) => {
      const query = new URL(route.request().url()).searchParams;
      const from = query.has("before") ? Number(query.get("before").slice(-12)) + 1 : 0;
      const shown = Array.from({ length: Math.min(Number(query.get("limit")), count - from) }, (_, i) => job(from + i));
      return route.fulfill({ json: { jobs: shown, next: from + shown.length < count ? shown.at(-1).jobId : undefined } });
    });
    await page.route("**/poster", (route) => route.fulfill({ body: picture, contentType: "image/png" }));
  };
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    const { context, page } = await visit(ask, "#videos");
    await page.waitForFunction((least) => document.querySelectorAll(".tile").length >= least, Math.min(count, 24));
    rounds.push(await page.evaluate(() => ({ shown: performance.now(), blocked: window.blocked })));
    await context.close();
  }
  const of = (name) => Math.round(median(rounds.map((round) => round[name])));
  console.log(`gallery of ${count}: first tiles after ${of("shown")} ms, blocked ${of("blocked")} ms`);
}

function job(i) {
  return {
    jobId: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`, status: "completed", sequence: 3, attempt: 1, committedChunks: 1,
    committedFrames: 50, createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z", asked: { prompt: `Video ${i}`, preset: "standard", seed: i },
  };
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
