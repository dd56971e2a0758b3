// A browser on a farm of its own, and what all tests do with it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { root, startFarm } from "./farm.mjs";
import { voice } from "./sound.mjs";

export const PATIENCE = Number(process.env.PAGE_PATIENCE ?? 120000); // for a machine that does other things as well
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const picture = join(root, "samples/woman.png");
export const pair = join(root, "samples/pair.png");
export const hello = join(root, "samples/hello.wav");
const shots = process.env.PAGE_SHOTS;

export let farm;
let context;
let profile;
export let page;
export const complaints = [];

before(async () => {
  farm = process.env.PAGE_FARM ? { address: process.env.PAGE_FARM, stop() {} } : await startFarm();
  profile = await mkdtemp(join(tmpdir(), "parley-chromium-"));
  context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
      "--autoplay-policy=no-user-gesture-required"],
    viewport: { width: 1280, height: 860 },
    locale: "en-US",
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  if (shots) await mkdir(shots, { recursive: true });
  page = context.pages()[0] ?? await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (e) => complaints.push(e.message));
  page.on("console", (message) => /Content Security Policy/.test(message.text()) && complaints.push(message.text()));
});

after(async () => {
  await context?.close();
  await farm?.stop();
  if (profile) await rm(profile, { recursive: true, force: true });
});

export async function fresh(hash = "") {
  await page.goto("about:blank");
  await page.goto(`${farm.address}/${hash}`);
  await page.waitForSelector("body[data-ready]");
}

export async function emptyForm() {
  await fresh("#new");
  await page.click("#clear");
}

export const wav = (seconds, name = "voice.wav") => ({ name, mimeType: "audio/wav", buffer: voice(seconds) });
export const person = (n, what) => `#people .person:nth-of-type(${n}) ${what}`;
export const text = (selector) => page.locator(selector).textContent();

export async function fill(file, sound) {
  await emptyForm();
  await page.setInputFiles("#image", file);
  await page.setInputFiles(person(1, "input[type=file]"), sound);
  await page.waitForSelector("#plan:not([hidden])");
}

export async function render() {
  await page.click("#render");
  await page.waitForSelector("#job-body:not([hidden])");
  return new URL(page.url()).hash.split("=")[1];
}

export const status = (word) => page.waitForFunction((wanted) => document.getElementById("job").dataset.status === wanted, word);

/** @param middle what shall be in the middle of the picture; otherwise it shows the top of the page */
export async function shoot(name, middle) {
  if (!shots) return;
  await page.evaluate((selector) => {
    document.activeElement.blur();
    scrollTo(0, 0);
    if (selector) document.querySelector(selector).scrollIntoView({ block: "center" });
  }, middle);
  await page.screenshot({ path: join(shots, `${name}.jpg`), type: "jpeg", quality: 75 });
}

/** Nothing scrolls sideways, and axe has nothing to say. */
export async function check(what) {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} scrolls sideways`);
  await page.evaluate(`window.axe || (() => { const module = undefined; const define = undefined; ${axe} })()`);
  const found = await page.evaluate(async () => (await window.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`));
  assert.deepEqual(found, [], what);
}
