// A farm that asks for keys: one is entered once, and the farm answers with a cookie that scripts cannot read.
import { $, say } from "./dom.js";
import { t } from "./words.js";

const ADDRESS = "/v1/session";

/** @returns who is signed in, when the page may go on: the farm asks for no key, or knows this browser */
export async function signIn() {
  const answer = await fetch(ADDRESS).catch(() => null);
  if (answer?.status === 401) return ask();
  const session = answer?.ok ? await answer.json() : {};
  $("sign-out").hidden = !session.keys;
  $("sign-out").addEventListener("click", async () => {
    await fetch(ADDRESS, { method: "DELETE" });
    location.reload();
  });
  return session;
}

/** Asks for a key and begins anew with it. */
export function ask() {
  const dialog = $("sign-in");
  if (dialog.open) return new Promise(() => {});
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  $("sign-in-form").addEventListener("submit", enter);
  dialog.showModal();
  return new Promise(() => {});
}

async function enter(event) {
  event.preventDefault();
  const answer = await fetch(ADDRESS, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ key: $("sign-in-key").value.trim() }),
  }).catch(() => null);
  if (answer?.ok) location.reload();
  else say($("sign-in-error"), t(answer ? "signIn.wrong" : "farm.silent"));
}
