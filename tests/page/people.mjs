// Three people from text to a finished video with subtitles, and the farm's interface to read.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { check, emptyForm, fresh, page, person, render, shoot, status, text } from "./browser.mjs";
import { root } from "./farm.mjs";

test("a video of three people is made to its end, with what they say below it", async () => {
  await emptyForm();
  await page.setInputFiles("#image", join(root, "samples/three.png"));
  await page.waitForSelector("#drop.filled");
  for (const add of [false, true, true]) if (add) await page.click("#add-person");
  assert.match(await text("#many-hint"), /experiment/);
  for (const n of [1, 2, 3]) {
    await page.click(person(n, ".segments label:nth-of-type(2)"));
    await page.fill(person(n, "textarea"), `I am number ${["one", "two", "three"][n - 1]}.`);
  }
  await page.selectOption("#mix", "in-turn");
  assert.equal(await page.locator(".box").count(), 3);
  assert.ok(await page.locator("#boxes-faces").isVisible());
  await page.waitForFunction(() => document.querySelectorAll("#plan-people li").length === 3);
  await shoot("three");
  await render();
  await status("completed");
  assert.match(await text("#job-facts"), /3 people/);
  await page.waitForFunction(() => document.getElementById("video").duration > 2);
  const said = await page.evaluate(() => new Promise((done) => {
    const { track } = document.querySelector("#video track");
    track.mode = "showing";
    const look = () => (track.cues?.length ? done([...track.cues].map((cue) => cue.text)) : setTimeout(look, 100));
    look();
  }));
  assert.deepEqual(said.map((line) => line.replace(/<[^>]*>/g, "").match(/one|two|three/)?.[0]), ["one", "two", "three"]);
});

test("one voice in a picture of two is shown whose it is", async () => {
  await emptyForm();
  await page.setInputFiles("#image", join(root, "samples/pair.png"));
  await page.waitForSelector("#drop.filled");
  assert.equal(await page.locator(".box").count(), 0);
  await page.check("#one-speaks");
  assert.equal(await page.locator(".box").count(), 1);
  await page.focus(".box");
  await page.keyboard.press("ArrowLeft");
  assert.match(await page.getAttribute(".box", "aria-label"), /left 24\s?%/);
  await check("one of two");
  await page.focus(".box");
  await page.keyboard.press("Delete");
  assert.equal(await page.isChecked("#one-speaks"), false);
  await page.check("#one-speaks");
  await page.click("#add-person");
  assert.ok(await page.locator("#one-of-many").isHidden());
  assert.equal(await page.locator(".box").count(), 2);
});

test("what programs can ask of the farm is there to read", async () => {
  await fresh("#api");
  await page.waitForSelector("#reference .call");
  const call = page.locator(".call", { hasText: "POST /v1/jobs Ask" });
  await call.locator("summary").click();
  assert.match(await call.textContent(), /Idempotency-Key/);
  await check("the interface");
});
