// Four seeds to pick from.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, emptyForm, farm, fill, page, picture, shoot, text, wav } from "./browser.mjs";

test("four seeds are tried in their first window, and one is picked", async () => {
  await emptyForm();
  await page.click("#sheet-start");
  assert.match(await text("#image-error"), /Choose a picture/);
  await fill(picture, wav(12));
  await page.click("#sheet-start");
  await page.waitForSelector("#sheet li:nth-child(4)");
  await page.reload(); // a sheet outlives it
  await page.waitForFunction(() => [...document.querySelectorAll("#sheet video")].filter((video) => video.duration > 3).length === 4);
  const ids = await page.locator("#sheet a").evaluateAll((links) => links.map((link) => link.hash.split("=")[1]));
  const seeds = await Promise.all(ids.map(async (id) => {
    const { mode, apg, sampling, labels } = await (await fetch(`${farm.address}/v1/jobs/${id}/request`)).json();
    assert.deepEqual([mode, apg.enabled, labels.sheet], ["clip", true, "first-window"]);
    return sampling.seed;
  }));
  assert.deepEqual(seeds, [42, 43, 44, 45]);
  await page.click("#sheet-play");
  await page.waitForFunction(() => [...document.querySelectorAll("#sheet video")].every((video) => !video.paused));
  await page.waitForSelector("#plan:not([hidden])");
  await check("a contact sheet");
  await shoot("sheet", "#sheet");
  await page.click("#sheet li:nth-child(3) button");
  assert.equal(await page.locator('[data-path="sampling.seed"] input').inputValue(), "44");
  assert.equal(await page.evaluate(() => document.activeElement.id), "render");
});
