// What the page says of videos that somebody wants checked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { check, fill, fresh, page, render, status, text, wav } from "./browser.mjs";
import { root } from "./farm.mjs";

/** A picture with content credentials of its own, by another program. */
const signed = join(root, "provenance/src/test/resources/signed.png");

async function look(name, buffer) {
  await page.setInputFiles("#detect-file", { name, mimeType: "video/mp4", buffer });
  await page.waitForFunction((called) => {
    const said = document.getElementById("detect-status").textContent;
    return said.startsWith(`${called}:`);
  }, name);
  return text("#detect-status");
}

test("a video that is checked is valid, broken or says nothing of itself", async () => {
  await fresh("#new");
  await fill(signed, wav(1));
  await render();
  await status("completed");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#get")]);
  const bytes = readFileSync(await download.path());
  await fresh("#detect");
  assert.match(await look("mine.mp4", bytes), /valid/);
  assert.match(await text("#detect-facts"), /made by a machine.*Parley.*Job of this farm.*Watermark.*found/s);
  assert.match(await text("#detect-facts"), /Made of.*picture, with credentials that were valid/s);
  await check("a video that was checked");
  const changed = Buffer.from(bytes);
  changed[changed.length - 1] ^= 1;
  assert.match(await look("changed.mp4", changed), /broken/);
  assert.doesNotMatch(await text("#detect-facts"), /Job of this farm/);
  assert.match(await text("#detect-facts"), /Watermark.*found.*Job of the mark/s);
  assert.match(await look("none.mp4", Buffer.from("not a video")), /no credentials/);
});
