// Two videos side by side.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, fill, fresh, page, picture, render, shoot, status, text, wav } from "./browser.mjs";

const places = () => page.evaluate(() => ["left", "right"].map((side) => document.getElementById(`compare-${side}`).currentTime));

async function make(prompt, seconds) {
  await fill(picture, wav(seconds));
  await page.fill("#prompt", prompt);
  const id = await render();
  await status("completed");
  return id;
}

test("two videos are chosen, and run side by side as one", async () => {
  const ids = [await make("The shorter one.", 2), await make("The longer one.", 4)];
  await page.click("#job-compare");
  await page.waitForSelector("#list.choosing");
  await page.locator(".tile", { hasText: "The shorter one." }).first().locator("input").click();
  await page.waitForSelector("#compare-body:not([hidden])");
  assert.equal(new URL(page.url()).hash, `#compare=${ids[1]},${ids[0]}`);
  await page.waitForFunction(() => Number(document.getElementById("compare-at").max) > 3.5);
  await page.click("#compare-play");
  await page.waitForFunction(() => document.getElementById("compare-left").currentTime > 0.8);
  const [left, right] = await places();
  assert.ok(Math.abs(left - right) < 0.25, `${left} and ${right}`);
  // The shorter one stands at its end until the other has ended as well.
  await page.waitForFunction(() => /Play/.test(document.getElementById("compare-play").textContent));
  assert.ok((await places())[0] > 3.8, String(await places()));
  await page.fill("#compare-at", "1");
  await page.waitForFunction(() => ["left", "right"].every((side) => {
    const video = document.getElementById(`compare-${side}`);
    return video.paused && !video.seeking && video.currentTime === 1;
  }));
  await page.click("#compare-on");
  assert.deepEqual((await places()).map((at) => at.toFixed(2)), ["1.04", "1.04"]);
  await page.waitForSelector("#compare-rows tr");
  const rows = await page.locator("#compare-rows tr").allTextContents();
  assert.ok(rows.some((row) => /prompt.*The longer one.*The shorter one/.test(row)), rows.join("\n"));
  assert.ok(!rows.some((row) => /sampling/.test(row)), rows.join("\n"));
  await check("two videos");
  await shoot("compare");
});

test("what cannot be compared is said", async () => {
  for (const [hash, said] of [["#compare=", /Two videos/], ["#compare=no,such", /no/i]]) {
    await fresh(hash);
    await page.waitForFunction(() => document.getElementById("compare-trouble").textContent);
    assert.match(await text("#compare-trouble"), said);
  }
});
