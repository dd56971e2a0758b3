// Faces that the farm finds: who speaks is clicked, and what may go wrong is said in the reader's language.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, emptyForm, hello, page, pair, person, shoot, text } from "./browser.mjs";

test("of two faces the one that speaks is chosen", async () => {
  await emptyForm();
  await page.setInputFiles("#image", pair);
  await page.setInputFiles(person(1, "input[type=file]"), hello);
  await page.waitForSelector(".face");
  assert.equal(await page.locator(".face").count(), 2);
  assert.match(await text("#plan-warnings"), /more faces than voices/);
  await check("faces");
  await shoot("faces", "#drop");

  await page.locator(".face").nth(1).focus();
  const [asked] = await Promise.all([page.waitForResponse("**/v1/jobs?dryRun=true"), page.keyboard.press("Enter")]);
  const [{ box }] = asked.request().postDataJSON().speakers;
  assert.ok(box.x >= 0.5, JSON.stringify(box));
  assert.equal(await page.locator(".face").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.classList.contains("box")), true);
  await page.waitForFunction(() => document.getElementById("plan-warnings").textContent === "");

  // Nobody in particular speaks again.
  await page.keyboard.press("Delete");
  await page.waitForSelector(".face");
});

test("a picture of what the model sees hides nothing of the form", async () => {
  await page.click("#plan-sees summary");
  assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById("send")).position), "static");
  await page.click("#plan-sees summary");
  assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById("send")).position), "sticky");
});
