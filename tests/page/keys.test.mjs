// A farm that asks for keys: signing in, making and ending keys, and what they have used.
import assert from "node:assert/strict";
import { test } from "node:test";
import { adminKey } from "./with-keys.mjs";
import { check, complaints, farm, fill, page, picture, render, shoot, status, text, wav } from "./browser.mjs";

const ready = () => page.waitForSelector("body[data-ready]");

async function signIn(key) {
  await page.goto("about:blank");
  await page.goto(`${farm.address}/#keys`);
  await page.fill("#sign-in-key", key);
  await page.keyboard.press("Enter");
}

async function signOut() {
  await page.click("#sign-out");
  await page.waitForSelector("#sign-in[open]");
}

let made;

test("a mistyped key is refused, an admin's shows all keys", async () => {
  await signIn(`${adminKey.slice(0, -1)}x`);
  await page.waitForFunction(() => document.getElementById("sign-in-error").textContent);
  await signIn(adminKey);
  await ready();
  assert.match(await text("#key-mine"), /PARLEY_ACCESS_ADMIN_KEY/);
  await page.waitForFunction(() => document.getElementById("keys-none").textContent === "None yet.");
  assert.ok(await page.locator("#key-form").isVisible());
});

test("a key is made by keyboard, and shown once", async () => {
  await page.focus("#key-name");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /1 to 100/.test(document.getElementById("key-name-error").textContent));
  assert.equal(await page.evaluate(() => document.activeElement.id), "key-name");
  await page.keyboard.type("the studio's page");
  await page.keyboard.press("Tab");
  await page.keyboard.type("studio");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#new-key:not([hidden])");
  made = await text("#new-key-text");
  assert.match(made, /^parley_[0-9a-f]{12}_[0-9a-f]{64}$/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "new-key-copy");
  await page.waitForSelector("#keys-list li");
  assert.equal(await page.locator("#key-scopes :checked").count(), 3, "the next key begins as the first did");
  assert.match(await text("#keys-list"), /the studio's page.*studio.*make videos, see videos/);
  await check("an admin's keys");
  await shoot("keys");
  await page.click("nav a[href='#farm']");
  await page.click("#keys-link");
  assert.ok(await page.locator("#new-key").isHidden());
  assert.equal(await text("#new-key-text"), "");
});

test("a tenant's quota is set, with what is wrong at its field", async () => {
  await page.fill("#quota-weight", "0");
  await page.click("#quota-form button");
  await page.waitForFunction(() => document.activeElement.id === "quota-tenant");
  await page.fill("#quota-tenant", "studio");
  await page.fill("#quota-weight", "2.5");
  await page.click("#quota-form button");
  assert.match(await text("#quota-weight-error"), /whole number/);
  await page.fill("#quota-weight", "1001");
  await page.click("#quota-form button");
  await page.waitForFunction(() => /expected 1 to 1000/.test(document.getElementById("quota-weight-error").textContent));
  assert.equal(await page.evaluate(() => document.activeElement.id), "quota-weight");
  await page.fill("#quota-weight", "2");
  await page.fill("#quota-videoSeconds", "500");
  await page.selectOption("#quota-priority", "high");
  await check("a quota");
  await page.focus("#quota-jobs");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /studio has this quota/.test(document.getElementById("quota-note").textContent));
  assert.match(await text("#usage"), /studio.*Seconds of video0 of 500/);
  await shoot("quota", "#quota-form");

  await page.getByRole("button", { name: "Change the quota of studio" }).click();
  assert.equal(await page.locator("#quota-videoSeconds").inputValue(), "500");
  assert.equal(await page.locator("#quota-priority").inputValue(), "high");
  assert.equal(await page.locator("#quota-jobs").inputValue(), "", "which is the farm's");
  assert.equal(await page.locator("#quota-jobs").getAttribute("placeholder"), "3");
  for (const field of ["weight", "videoSeconds"]) await page.fill(`#quota-${field}`, "");
  await page.selectOption("#quota-priority", "");
  await page.click("#quota-form button");
  await page.waitForFunction(() => /studio has the farm's limits/.test(document.getElementById("quota-note").textContent));
});

test("its holder sees what is used of the quota, and no other keys", async () => {
  await signOut();
  await signIn(made);
  await ready();
  await fill(picture, wav(2));
  await render();
  await status("completed");
  await page.click("#keys-link");
  await page.waitForFunction(() => /Seconds of video2 of 600/.test(document.getElementById("usage").textContent));
  assert.match(await text("#usage"), /studio.*run0 of 3/);
  assert.match(await text("#usage"), /no limit/);
  assert.ok(await page.locator("#key-form").isHidden());
  assert.ok(await page.locator("#quota-form").isHidden());
  assert.equal(await page.locator("#usage button").count(), 0);
  assert.equal(await page.locator("#keys-list li").count(), 0);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  await check("a holder's key on a phone");
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.emulateMedia({ colorScheme: "light" });
});

test("a key is replaced and revoked, and then asks again", async () => {
  await signOut();
  await signIn(adminKey);
  await ready();
  const id = made.split("_")[1];
  const row = page.locator(`#keys-list li[data-key="${id}"]`);
  await row.getByRole("button", { name: "Replace" }).click();
  await row.getByRole("button", { name: "Keep it" }).click();
  await row.getByRole("button", { name: "Replace" }).click();
  await row.getByRole("button", { name: "Yes, replace" }).click();
  await page.waitForFunction(() => document.querySelectorAll("#keys-list li").length === 2);
  const other = await text("#new-key-text");
  assert.notEqual(other, made);
  await row.getByRole("button", { name: "Revoke" }).click();
  await row.getByRole("button", { name: "Yes, revoke" }).click();
  await page.waitForFunction(() => /counts no more/.test(document.getElementById("keys-note").textContent));
  await page.waitForFunction(() => document.getElementById("keys-over-title").textContent === "Ended: 1");
  const status = async (key) => (await fetch(`${farm.address}/v1/jobs`, { headers: { Authorization: `Bearer ${key}` } })).status;
  assert.equal(await status(made), 401);
  assert.equal(await status(other), 200);
  assert.deepEqual(complaints, []);
});
