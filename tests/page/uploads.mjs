// A large recording on a line that breaks.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { emptyForm, page, person, text } from "./browser.mjs";
import { voice } from "./sound.mjs";

const SECONDS = 600; // 19 MB: five pieces
const UPLOADS = "**/v1/uploads/resumable/*";
const folder = await mkdtemp(join(tmpdir(), "parley-upload-"));

after(() => rm(folder, { recursive: true, force: true }));

async function recording(name, seconds) {
  const bytes = voice(seconds);
  const file = join(folder, name);
  await writeFile(file, bytes);
  return { file, size: bytes.length, input: `inputs/${createHash("sha256").update(bytes).digest("hex")}` };
}

const choose = (file) => page.setInputFiles(person(1, "input[type=file]"), file);
const shown = () => text("#people .sound [role=status]");
const audio = () => page.evaluate(() => JSON.parse(sessionStorage.getItem("parley.form")).people[0].audio?.input);
const sent = (request) => request.method() === "PATCH";

test("a large file goes on where a lost connection left it", async () => {
  const { file, size, input } = await recording("long.wav", SECONDS);
  await emptyForm();
  let pieces = 0;
  let bytes = 0;
  await page.route(UPLOADS, async (route) => {
    if (!sent(route.request())) return route.fallback();
    pieces++;
    if (pieces === 2) return route.abort("connectionreset"); // nothing of it came
    bytes += route.request().postDataBuffer().length;
    if (pieces !== 4) return route.fallback();
    await route.fetch(); // it came, but not the answer
    return route.abort("connectionreset");
  });
  await choose(file);
  await page.waitForFunction(() => /connection was lost at [1-9]\d? %/.test(document.querySelector("#people .sound [role=status]").textContent));
  await page.waitForFunction((name) => document.querySelector("#people .file-name").textContent.startsWith(name), "long.wav");
  assert.equal(await audio(), input);
  assert.equal(bytes, size, "each byte was sent once");
  assert.equal(await shown(), "");
  await page.unroute(UPLOADS);
});

test("a large file goes on after the page was closed, and not as another file", async () => {
  const { file, input } = await recording("later.wav", SECONDS + 1);
  await emptyForm();
  let pieces = 0;
  await page.route(UPLOADS, (route) => (sent(route.request()) && ++pieces > 2 ? route.abort("connectionreset") : route.fallback()));
  await choose(file);
  await page.waitForFunction(() => /connection was lost/.test(document.querySelector("#people .sound [role=status]").textContent));
  await page.unroute(UPLOADS);
  await page.reload();
  await page.waitForSelector("body[data-ready]");
  const begun = [];
  const note = (request) => /resumable/.test(request.url()) && begun.push(`${request.method()} ${request.headers()["upload-offset"] ?? ""}`.trim());
  page.on("request", note);
  await choose(file);
  await page.waitForFunction((name) => document.querySelector("#people .file-name").textContent.startsWith(name), "later.wav");
  page.off("request", note);
  assert.equal(begun[0], "HEAD");
  assert.deepEqual(begun.filter((call) => call.startsWith("POST")), []);
  assert.ok(Number(begun[1].split(" ")[1]) > 0, begun.join(", "));
  assert.equal(await audio(), input);
});
