// Turns with exact times, dragged on their tracks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, emptyForm, page, pair, shoot, wav } from "./browser.mjs";

const bar = (turn) => page.locator(`.bar[data-turn="${turn}"]`);
const field = (turn, name) => page.locator(`[data-path="turns[${turn}].${name}"] input`).inputValue();

async function pull(locator, seconds) {
  await locator.evaluate((element) => element.scrollIntoView({ block: "center" })); // not below what sticks to the bottom
  const box = await locator.boundingBox();
  const perSecond = await page.evaluate(() => {
    const [one, two] = document.querySelectorAll("#timeline-ruler span");
    return (two.getBoundingClientRect().x - one.getBoundingClientRect().x) / (parseFloat(two.textContent) - parseFloat(one.textContent));
  });
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + seconds * perSecond, y, { steps: 6 });
  await page.mouse.up();
}

test("turns are dragged and resized on a track for each person", async () => {
  await emptyForm();
  await page.setInputFiles("#image", pair);
  await page.click("label[for=timed]");
  await page.setInputFiles("#turns li:nth-child(1) input[type=file]", wav(3));
  await page.waitForSelector('[data-path="turns[0].from"]'); // the file is taken, and nothing moves any more
  await page.click("#add-turn");
  await page.fill('#turns li:nth-child(2) input[type="text"]', "And how are you today?");
  await page.waitForSelector("#plan:not([hidden])");
  assert.equal(await page.locator(".track").count(), 2);
  // How long the text takes is the farm's word.
  await page.waitForSelector('.bar[data-turn="1"]:not(.guessed)');
  assert.match(await bar(1).getAttribute("aria-valuetext"), /^from 3 s to [45]/);

  await pull(bar(0), 1);
  assert.ok(Math.abs(Number(await field(0, "start")) - 1) < 0.1, `start ${await field(0, "start")}`);
  await pull(bar(0).locator(".right"), -1);
  assert.ok(Math.abs(Number(await field(0, "to")) - 2) < 0.1, await field(0, "to"));
  await pull(bar(0).locator(".left"), 0.5);
  assert.ok(Math.abs(Number(await field(0, "from")) - 0.5) < 0.1, await field(0, "from"));

  await bar(1).focus();
  const before = Number(await bar(1).getAttribute("aria-valuenow"));
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
  assert.ok(Math.abs(Number(await field(1, "start")) - before - 0.5) < 0.03, await field(1, "start"));
  await bar(0).focus();
  const end = Number(await field(0, "to"));
  await page.keyboard.press("Shift+ArrowLeft");
  assert.ok(Math.abs(end - Number(await field(0, "to")) - 0.1) < 0.02, await field(0, "to"));
  const [asked] = await Promise.all([page.waitForResponse("**/v1/jobs?dryRun=true"), page.keyboard.press("Home")]);
  const { turns } = asked.request().postDataJSON();
  assert.equal(turns[0].start, 0);
  assert.equal(turns[1].start, Number(await field(1, "start")));
  // Typed into a field, it is seen on the track.
  await page.fill('[data-path="turns[0].start"] input', "0.7");
  assert.equal(await bar(0).getAttribute("aria-valuenow"), "0.70");
  await page.waitForSelector("#plan:not([hidden])");
  await check("a timeline");
  await shoot("timeline", "#timeline");
});
