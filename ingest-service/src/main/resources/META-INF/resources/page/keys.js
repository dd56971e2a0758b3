// Whose key this browser shows and what it has used; for admins, all keys. Only farms that ask for keys have this view.
import { createKey, get, Refused, revokeKey, rotateKey } from "./api.js";
import { $, el, freshId, say } from "./dom.js";
import { clearErrors, showViolations } from "./errors.js";
import { learnQuotas, quotaButton, setUpQuota } from "./quota.js";
import { showUsage } from "./usage.js";
import { date, t } from "./words.js";

const SCOPES = ["submit", "read", "cancel", "admin"];
const USUAL = ["submit", "read", "cancel"];
let session = null;

/** @param now who is signed in; without keys there is nothing to see */
export function setUpKeys(now) {
  session = now;
  $("keys-link").hidden = !session.keys;
  if (!session.keys) return;
  const isAdmin = session.scopes.includes("admin");
  for (const part of document.querySelectorAll("#keys .for-admins")) part.hidden = !isAdmin;
  $("key-scopes").append(...SCOPES.map((scope) => el("label", {}, el("input", { type: "checkbox", value: scope, defaultChecked: USUAL.includes(scope) }), ` ${t(`keys.scope.${scope}`)}`)));
  $("key-scopes").addEventListener("change", ofAdmins);
  $("key-form").addEventListener("submit", (event) => { event.preventDefault(); create(); });
  if (isAdmin) setUpQuota(refresh);
  $("new-key-copy").addEventListener("click", async () => {
    await navigator.clipboard.writeText($("new-key-text").textContent).then(() => say($("new-key-copied"), t("keys.copied")), () => {});
  });
  const facts = [["keys.name", session.name], ["keys.id", session.key], ["keys.tenant", session.tenant ?? t("keys.everybody")], ["keys.may", session.scopes.map(scopeWord).join(", ")]];
  $("key-mine").append(...facts.map(([word, value]) => el("div", {}, el("dt", {}, t(word)), el("dd", {}, value))));
}

const scopeWord = (scope) => t(`keys.scope.${scope}`);

/** An admin's key is for all tenants. */
function ofAdmins() {
  const isAdmin = $("key-scopes").querySelector("[value=admin]").checked;
  $("key-tenant").disabled = isAdmin;
  if (isAdmin) $("key-tenant").value = "";
}

/** @param on whether the view is looked at; a key that was just made is not shown a second time */
export async function showKeys(on) {
  if (!on || !session?.keys) return forgetNewKey();
  await attempt(refresh);
}

async function refresh() {
  const [{ tenants }, all] = await Promise.all([
    session.scopes.some((scope) => ["read", "admin"].includes(scope)) ? get("/v1/usage") : { tenants: [] },
    session.scopes.includes("admin") ? get("/v1/keys") : { keys: [] },
  ]);
  showUsage(tenants, session.scopes.includes("admin") ? quotaButton : null);
  learnQuotas(tenants);
  const now = Date.now();
  const isOver = (key) => Boolean(key.revokedAt) || (key.expiresAt && Date.parse(key.expiresAt) <= now);
  const over = all.keys.filter(isOver);
  $("keys-list").replaceChildren(...all.keys.filter((key) => !isOver(key)).map(row));
  $("keys-over").hidden = !over.length;
  say($("keys-over-title"), t("keys.over", { n: over.length }));
  $("keys-over-list").replaceChildren(...over.map((key) => el("li", {}, ...about(key))));
  say($("keys-none"), all.keys.length ? "" : t("keys.none"));
}

function about(key) {
  const { id, name, tenant, scopes, createdAt, expiresAt, revokedAt, lastUsedAt } = key;
  const end = revokedAt ? t("keys.revoked", { time: date(revokedAt) })
    : expiresAt && t(Date.parse(expiresAt) <= Date.now() ? "keys.ended" : "keys.ends", { time: date(expiresAt) });
  const facts = [tenant ?? t("keys.everybody"), scopes.map(scopeWord).join(", "), t("keys.made", { time: date(createdAt) }),
    lastUsedAt ? t("keys.used", { time: date(lastUsedAt) }) : t("keys.unused"), end];
  return [el("strong", {}, name), " ", el("code", { class: "quiet" }, id), id === session.key ? ` ${t("keys.own")}` : "",
    el("p", { class: "quiet small" }, facts.filter(Boolean).join(" · "))];
}

function row(key) {
  const { id, name } = key;
  const own = id === session.key ? ` ${t("keys.revokeOwn")}` : "";
  const line = el("li", { dataset: { key: id } }, ...about(key));
  const rotate = async () => reveal(await rotateKey(id));
  const revoke = async () => {
    await revokeKey(id);
    say($("keys-note"), t("keys.wasRevoked", { name }));
  };
  line.append(el("div", { class: "row" },
    question(t("keys.rotate"), t("keys.rotateSure", { name }), t("keys.rotateYes"), rotate),
    question(t("keys.revoke"), t("keys.revokeSure", { name }) + own, t("keys.revokeYes"), revoke)));
  return line;
}

/** A button that asks once more before it acts. */
function question(word, sure, yes, act) {
  const id = freshId("sure");
  const first = el("button", { type: "button", class: "plain" }, word);
  const done = (hidden) => { asked.hidden = hidden; first.hidden = !hidden; (hidden ? first : asked.querySelector("button")).focus(); };
  const asked = el("span", { class: "sure", role: "group", "aria-labelledby": id, hidden: true }, el("span", { id }, sure),
    el("button", { type: "button", onclick: () => attempt(async () => { await act(); await refresh(); $("keys-note").focus(); }) }, yes),
    el("button", { type: "button", class: "plain", onclick: () => done(true) }, t("keys.no")));
  first.addEventListener("click", () => done(false));
  return el("span", {}, first, asked);
}

async function create() {
  const form = $("key-form");
  clearErrors(form);
  const day = $("key-expires").value;
  const wish = { name: $("key-name").value, scopes: [...$("key-scopes").querySelectorAll(":checked")].map(({ value }) => value) };
  if ($("key-tenant").value.trim()) wish.tenant = $("key-tenant").value.trim();
  if (day) wish.expiresAt = new Date(`${day}T23:59:59`).toISOString();
  await attempt(async () => {
    reveal(await createKey(wish));
    form.reset();
    ofAdmins();
    await refresh();
  }, form);
}

/** A key is shown once: the farm keeps a hash. */
function reveal({ key, about: { name } }) {
  $("new-key").hidden = false;
  say($("new-key-about"), t("keys.once", { name }));
  say($("new-key-text"), key);
  say($("new-key-copied"), "");
  say($("keys-note"), "");
  $("new-key-copy").focus();
}

function forgetNewKey() {
  $("new-key").hidden = true;
  say($("new-key-text"), "");
}

async function attempt(work, form) {
  say($("keys-trouble"), "");
  try {
    await work();
  } catch (e) {
    if (form && e.violations?.length) return showViolations(e.violations, $("keys-trouble"), form)?.focus();
    say($("keys-trouble"), e instanceof Refused ? e.message : t("error.silent"));
  }
}
