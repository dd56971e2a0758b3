// The page as people use it: in Chromium, on a real farm.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import {
  PATIENCE, check, complaints, emptyForm, fill, fresh, hello, page, pair, person, picture, render, shoot, status, text, wav,
} from "./browser.mjs";
import "./compare.mjs";
import "./detect.mjs";
import "./faces.mjs";
import "./from-video.mjs";
import "./people.mjs";
import "./queue.mjs";
import "./sheet.mjs";
import "./timeline.mjs";
import "./uploads.mjs";

const CHUNK_FRAMES = 81; // of pantomime's first one

test("from a dropped picture to a downloaded video", async () => {
  await emptyForm();
  const bytes = readFileSync(picture).toString("base64");
  const transfer = await page.evaluateHandle((data) => {
    const files = new DataTransfer();
    files.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], "woman.png", { type: "image/png" }));
    return files;
  }, bytes);
  await page.dispatchEvent("#drop", "drop", { dataTransfer: transfer });
  await page.waitForSelector("#drop.filled");
  await page.setInputFiles(person(1, "input[type=file]"), hello);
  await page.fill("#prompt", "A woman greets somebody.");
  await page.waitForSelector("#plan:not([hidden])");
  assert.match(await text("#plan-facts"), /frames/);
  await render();
  assert.equal(await text("#job-title"), "A woman greets somebody.");
  await status("completed");
  await page.waitForFunction(() => document.getElementById("video").duration > 5);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#get")]);
  const file = await download.path();
  assert.ok(statSync(file).size > 10000);
  assert.equal(readFileSync(file).subarray(4, 8).toString(), "ftyp");
});

test("a video plays while it is rendered, goes on after a reload, and can be canceled", async () => {
  await fill(picture, wav(60));
  const id = await render();
  const playing = () => page.evaluate(() => {
    const video = document.getElementById("video");
    video.muted = true;
    if (video.paused && !video.hidden) video.play().catch(() => {});
    return { frames: video.getVideoPlaybackQuality().totalVideoFrames, time: video.currentTime, status: document.getElementById("job").dataset.status };
  });
  await page.waitForFunction(() => !document.getElementById("job-live").hidden);
  let seen = await playing();
  // More than the first chunk has: later ones were added, and are at their place.
  for (const end = Date.now() + PATIENCE; seen.frames <= CHUNK_FRAMES + 10 && Date.now() < end; seen = await playing()) {
    await page.waitForTimeout(200);
  }
  assert.equal(seen.status, "running", JSON.stringify(seen));
  assert.ok(seen.frames > CHUNK_FRAMES + 10, JSON.stringify(seen));
  assert.ok(Math.abs(seen.time * 25 - seen.frames) < 30, JSON.stringify(seen));
  await shoot("live");

  await page.reload();
  await page.waitForSelector("#job-body:not([hidden])");
  assert.equal(new URL(page.url()).hash, `#job=${id}`);
  await page.waitForFunction(() => !document.getElementById("job-live").hidden);

  await page.click("#cancel");
  await page.click("#cancel-no");
  assert.equal(await page.evaluate(() => document.activeElement.id), "cancel");
  await page.click("#cancel");
  await page.click("#cancel-yes");
  await status("cancelled");
  assert.equal(await page.evaluate(() => document.activeElement.id), "job-title");
  assert.ok(await page.locator("#cancel").isHidden());
});

test("a canceled video is tried again, and deleted", async () => {
  const first = await page.evaluate(() => location.hash);
  await page.click("#job-retry");
  await page.waitForFunction((old) => location.hash !== old && !document.getElementById("cancel").hidden, first);
  const id = (await page.evaluate(() => location.hash)).slice("#job=".length);
  await page.click("#cancel");
  await page.click("#cancel-yes");
  await status("cancelled");

  await page.click("#delete");
  await page.click("#delete-no");
  assert.equal(await page.evaluate(() => document.activeElement.id), "delete");
  await page.click("#delete");
  await shoot("delete");
  await page.click("#delete-yes");
  await page.waitForFunction(() => location.hash === "#videos" && document.activeElement.id === "videos-title");
  await page.waitForSelector(`.tile a[href="${first}"]`);
  assert.equal(await page.locator(`.tile a[href="#job=${id}"]`).count(), 0);

  await fresh(`#job=${id}`);
  await page.waitForFunction(() => /was deleted/.test(document.getElementById("job-trouble").textContent));
  assert.ok(await page.locator("#job-body").isHidden());
});

test("a job can be asked for again with changes", async () => {
  await fresh("#videos");
  await page.fill("#search", "greets somebody");
  await page.waitForFunction(() => document.querySelectorAll(".tile").length === 1);
  await page.click(".tile .title");
  await page.click("#job-again");
  await page.waitForFunction(() => document.getElementById("prompt").value === "A woman greets somebody.");
  assert.ok(await page.locator("#drop.filled").isVisible());
  await page.waitForSelector("#plan:not([hidden])");
  await page.fill("#prompt", "A woman says goodbye.");
  await render();
  assert.equal(await text("#job-title"), "A woman says goodbye.");
});

test("the microphone is recorded", async () => {
  await emptyForm();
  await page.setInputFiles("#image", picture);
  await page.click(person(1, ".record"));
  await page.waitForTimeout(2500);
  await page.click(person(1, ".record"));
  await page.waitForFunction(() => /recording\.webm/.test(document.querySelector("#people .file-name").textContent));
  await page.waitForSelector("#plan:not([hidden])");
});

test("a text is heard in a voice before it is asked for", async () => {
  await emptyForm();
  await page.setInputFiles("#image", picture);
  await page.click(person(1, ".segments label:nth-of-type(2)"));
  await page.fill(person(1, "textarea"), "Hello there. How are you?");
  const [spoken] = await Promise.all([page.waitForResponse("**/v1/speech"), page.click(person(1, ".voice button"))]);
  assert.equal(spoken.status(), 200);
  assert.equal(spoken.headers()["content-type"], "audio/wav");
  await page.waitForSelector("#plan:not([hidden])");
});

test("frames are moved by keyboard and pointer, and what was entered outlives a reload", async () => {
  await emptyForm();
  await page.setInputFiles("#image", pair);
  await page.waitForSelector("#drop.filled");
  await page.click("#add-person");
  for (const n of [1, 2]) await page.setInputFiles(person(n, "input[type=file]"), wav(n + 1, `voice${n}.wav`));
  await page.locator(".box").first().focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("Shift+ArrowLeft");
  assert.match(await page.locator(".box").first().getAttribute("aria-label"), /width 45 %/);
  const handle = await page.locator(".box").nth(1).locator(".sw").boundingBox();
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(handle.x + 30, handle.y - 20, { steps: 4 });
  await page.mouse.up();
  assert.doesNotMatch(await page.locator(".box").nth(1).getAttribute("aria-label"), /left 50 %/);
  const label = await page.locator(".box").nth(1).getAttribute("aria-label");
  const [asked] = await Promise.all([page.waitForResponse("**/v1/jobs?dryRun=true"), page.fill("#prompt", "Two people.")]);
  const { speakers } = asked.request().postDataJSON();
  assert.deepEqual(speakers[0].box, { x: 0, y: 0, width: 0.45, height: 1, unit: "fraction" });
  await page.waitForSelector("#plan:not([hidden])");
  await shoot("new");
  await page.reload();
  await page.waitForSelector("body[data-ready]");
  assert.equal(await page.locator(".box").nth(1).getAttribute("aria-label"), label);
  assert.equal(await page.inputValue("#prompt"), "Two people.");
  assert.match(await text(person(2, ".file-name")), /voice2\.wav/);
});

test("what is wrong is said beside what caused it", async () => {
  await emptyForm();
  await page.click("#render");
  assert.match(await text("#image-error"), /Choose a picture/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "image");
  await page.setInputFiles("#image", { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("# Not a picture") });
  await page.waitForFunction(() => !/Choose/.test(document.getElementById("image-error").textContent) && document.getElementById("image-error").textContent);
  assert.ok(await page.locator("#preview").isHidden());
  await page.setInputFiles("#image", picture);
  await page.waitForSelector("#drop.filled");
  assert.equal(await text("#image-error"), "");
  await page.setInputFiles(person(1, "input[type=file]"), { name: "a.png", mimeType: "image/png", buffer: readFileSync(picture) });
  await page.waitForFunction(() => /is a picture/.test(document.querySelector("#people .sound .error").textContent));
  await page.setInputFiles(person(1, "input[type=file]"), hello);
  await page.waitForSelector("#plan:not([hidden])");
  await page.click("#advanced summary");
  const steps = page.locator('[data-path="sampling.steps"]');
  await steps.locator("input").fill("5000");
  await page.waitForFunction(() => document.querySelector('[data-path="sampling.steps"] .error').textContent);
  assert.equal(await steps.locator("input").getAttribute("aria-invalid"), "true");
  await steps.locator("input").fill("");
  await page.waitForFunction(() => !document.querySelector('[data-path="sampling.steps"] .error').textContent);
});

test("a farm that does not answer is noticed at the top of the page", async () => {
  await fresh("#videos");
  await page.route("**/v1/**", (route) => route.abort());
  await page.waitForSelector("#banner:not([hidden])");
  assert.match(await text("#banner"), /does not answer/);
  assert.ok((await page.locator("#banner").boundingBox()).y < 10);
  await page.unroute("**/v1/**");
  await page.waitForSelector("#banner", { state: "hidden" });
});

test("ten thousand jobs are as quick as ten", async () => {
  const jobs = Array.from({ length: 10000 }, (_, i) => ({
    jobId: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`, status: "completed", sequence: 3, attempt: 1, committedChunks: 1,
    committedFrames: 50, createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z", asked: { prompt: `Video ${i}`, preset: "standard", seed: i },
  }));
  let asked = 0;
  await page.route(/\/v1\/jobs\?/, (route) => {
    const query = new URL(route.request().url()).searchParams;
    if (!query.has("limit")) return route.fallback();
    asked++;
    const from = query.has("before") ? jobs.findIndex((job) => job.jobId === query.get("before")) + 1 : 0;
    const shown = jobs.slice(from, from + Number(query.get("limit")));
    return route.fulfill({ json: { jobs: shown, next: shown.at(-1).jobId } });
  });
  await page.route("**/poster", (route) => route.fulfill({ path: picture }));
  await fresh("#videos");
  await page.waitForFunction(() => document.querySelectorAll(".tile").length >= 24);
  await page.waitForTimeout(1000);
  assert.ok(await page.locator(".tile").count() <= 72);
  assert.ok(asked <= 4, `${asked} calls`);
  assert.equal(await page.locator("#list video").count(), 0);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

for (const [scheme, width] of [["light", 1280], ["dark", 360]]) {
  test(`no barriers and no sideways scrolling, ${scheme} at ${width} pixels`, async () => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 860 });
    await fresh("#new");
    await page.evaluate(() => { document.getElementById("advanced").open = true; });
    await check("the form");
    await page.click("label[for=timed]");
    await check("exact times");
    await page.click("label[for=own]");
    await page.evaluate(() => { location.hash = "#videos"; });
    await page.waitForSelector(".tile");
    await check("videos");
    await shoot(`videos-${scheme}`);
    await page.click(".tile:last-child .title");
    await page.waitForSelector("#job-body:not([hidden])");
    await page.click("#job-asked summary");
    await check("a job");
    await page.evaluate(() => { location.hash = "#farm"; });
    await page.waitForSelector("#farm-workers li");
    await check("the farm");
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  });
}

test("the page speaks other languages", async () => {
  await fresh("#new");
  for (const [language, title] of [["de", "Bring ein Bild zum Sprechen"], ["ja", "写真を話させる"], ["en", "Make a picture talk"]]) {
    await page.selectOption("#language", language);
    await page.waitForFunction((wanted) => document.getElementById("new-title")?.textContent === wanted, title);
    assert.equal(await page.getAttribute("html", "lang"), language);
    await page.waitForSelector("#settings .setting", { state: "attached" });
    await page.waitForSelector("#presets .preset");
    assert.equal(await page.locator("#new [lang=en]").count(), 0, "what is left in English");
  }
});

test("what the farm says of a request is said in the reader's language", async () => {
  await emptyForm();
  await page.selectOption("#language", "de");
  await page.waitForFunction(() => document.documentElement.lang === "de" && document.body.dataset.ready !== undefined);
  await page.setInputFiles("#image", { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("# Not a picture") });
  await page.waitForFunction(() => /^(Die Datei ist|Dateien dieser Art)/.test(document.getElementById("image-error").textContent));
  await page.setInputFiles("#image", pair);
  await page.click("#add-person");
  for (const n of [1, 2]) await page.setInputFiles(person(n, "input[type=file]"), hello);
  await page.waitForFunction(() => /Person 2: Diese Aufnahme ist auch die einer anderen Person, im Abstand von 0 s/.test(document.getElementById("plan-warnings").textContent));
  await page.selectOption("#language", "en");
  await page.waitForFunction(() => document.documentElement.lang === "en" && document.body.dataset.ready !== undefined);
});

test("nothing was thrown, and the content security policy holds", () => {
  assert.deepEqual(complaints, []);
});
