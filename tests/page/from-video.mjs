// Settings from a finished video, and from files that only look like one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { check, emptyForm, fill, page, picture, render, status, text, wav } from "./browser.mjs";

const box = (type, ...content) => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};
const ftyp = box("ftyp", Buffer.from("isom\0\0\0\0isom"));
const holding = (json) => Buffer.concat([ftyp, box("moov", box("udta", box("meta", Buffer.alloc(4),
  box("ilst", box("ldes", box("data", Buffer.alloc(8), Buffer.from(json)))))))]);

/** A box that says it is longer than the file, one of no length at all, one whose 64-bit length is past all numbers. */
function lying() {
  const long = holding("{}");
  long.writeUInt32BE(0xffffffff, ftyp.length);
  const empty = holding("{}");
  empty.writeUInt32BE(3, ftyp.length);
  const huge = Buffer.concat([ftyp, Buffer.alloc(16, 0xff)]);
  huge.writeUInt32BE(1, ftyp.length);
  huge.write("moov", ftyp.length + 4);
  return [long, empty, huge];
}

async function drop(buffer, name = "video.mp4") {
  const transfer = await page.evaluateHandle(([data, called]) => {
    const files = new DataTransfer();
    files.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], called, { type: "video/mp4" }));
    return files;
  }, [buffer.toString("base64"), name]);
  await page.dispatchEvent("#prompt", "drop", { dataTransfer: transfer });
}

const said = (what) => page.waitForFunction((id) => document.getElementById(id).textContent && !/Reading/.test(document.getElementById("from-video-status").textContent), `from-video-${what}`);

test("a finished video brings its settings back", async () => {
  await fill(picture, wav(2));
  await page.fill("#prompt", "Settings travel — 设置.");
  await page.click("#advanced summary");
  await page.locator('[data-path="sampling.seed"] input').fill("1234");
  await render();
  await status("completed");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#get")]);
  const bytes = readFileSync(await download.path());
  await emptyForm();
  await drop(bytes);
  await said("status");
  assert.match(await text("#from-video-status"), /Filled in from video\.mp4.*credentials are valid/);
  assert.equal(await page.inputValue("#prompt"), "Settings travel — 设置.");
  assert.equal(await page.locator('[data-path="sampling.seed"] input').inputValue(), "1234");
  assert.equal(await page.locator('[data-path="sampling.steps"] input').inputValue(), "", "a default of this farm's");
  await page.waitForSelector("#plan:not([hidden])");
  await check("a form filled in from a video");

  // As on a farm that is busy just now.
  await page.route("**/v1/detect", (route) => route.fulfill({ status: 503, json: { status: 503, title: "Too busy" } }));
  await emptyForm();
  await drop(bytes);
  await said("status");
  assert.match(await text("#from-video-status"), /Filled in from video\.mp4.*credentials were not checked/);
  await page.unroute("**/v1/detect");

  // As on another farm, which has neither the picture nor the recording.
  const elsewhere = Buffer.from(bytes.toString("latin1").replace(/inputs\/[0-9a-f]{64}/g, `inputs/${"0".repeat(64)}`), "latin1");
  await emptyForm();
  await page.setInputFiles("#from-video", { name: "elsewhere.mp4", mimeType: "video/mp4", buffer: elsewhere });
  await said("status");
  assert.match(await text("#from-video-status"), /not on this farm/);
  assert.equal(await page.inputValue("#prompt"), "Settings travel — 设置.");
  assert.ok(await page.locator("#drop.filled").isHidden());
});

test("a video without settings, or with bad ones, changes nothing and says why", async () => {
  await emptyForm();
  await page.fill("#prompt", "Stays.");
  const files = [
    [Buffer.from("not a video"), /not an MP4/], [Buffer.alloc(0), /not an MP4/], [ftyp, /no settings/],
    [Buffer.concat([ftyp, box("moov", Buffer.from("short"))]), /damaged/], ...lying().map((file) => [file, /damaged/]),
    [Buffer.concat([ftyp, ...Array(1200).fill(box("free"))]), /no settings/],
    [holding("no JSON"), /no settings/], [holding("[]"), /no settings/], [holding(Buffer.from([0xff, 0xfe])), /no settings/],
    [holding('{"speakers":7}'), /cannot be used/], [holding('{"speakers":[{}],"sampling":{"seed":"<img>"}}'), /cannot be used/],
  ];
  for (const [file, complaint] of files) {
    await page.evaluate(() => { document.getElementById("from-video-error").textContent = ""; });
    await drop(file);
    await said("error");
    assert.match(await text("#from-video-error"), complaint);
  }
  assert.equal(await page.inputValue("#prompt"), "Stays.");
  await check("a form with a complaint");
});
