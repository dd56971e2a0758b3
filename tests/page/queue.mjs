// A job that waits behind another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { farm, fill, page, picture, render, shoot, status, wav } from "./browser.mjs";

const BUSY_SECONDS = 400; // of a voice: nobody gets to the next job meanwhile

test("a job that waits is moved in the queue", async () => {
  await fill(picture, wav(BUSY_SECONDS));
  const first = await render();
  await status("running");
  assert.ok(await page.locator("#job-priority-field").isHidden(), "what is rendered cannot be moved");
  await fill(picture, wav(2));
  const second = await render();
  await status("accepted");
  assert.equal(await page.inputValue("#job-priority"), "normal");
  await page.selectOption("#job-priority", "high");
  await page.waitForFunction(() => document.getElementById("job-note").textContent === "Moved.");
  await page.waitForFunction(() => /Place 1 in the queue/.test(document.getElementById("job-news").textContent));
  const job = await (await fetch(`${farm.address}/v1/jobs/${second}`)).json();
  assert.equal(job.priority, "high");
  await shoot("waiting");

  // Where the farm says no, what is shown is what holds.
  await page.route(`**/v1/jobs/${second}`, (route) => (route.request().method() === "PATCH"
    ? route.fulfill({ status: 409, json: { title: "Not waiting" } }) : route.fallback()));
  await page.selectOption("#job-priority", "low");
  await page.waitForFunction(() => /a worker has begun/.test(document.getElementById("job-note").textContent));
  assert.equal(await page.inputValue("#job-priority"), "high");
  await page.unroute(`**/v1/jobs/${second}`);

  for (const id of [second, first]) await fetch(`${farm.address}/v1/jobs/${id}/cancel`, { method: "POST" });
  await status("cancelled");
  assert.ok(await page.locator("#job-priority-field").isHidden());
});
