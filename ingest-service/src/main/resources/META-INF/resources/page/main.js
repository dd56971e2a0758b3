// The page of a farm: asks for videos and shows how they come to be.
import { setUpCompare, showCompare } from "./compare.js";
import { setUpDetect } from "./detect.js";
import { $ } from "./dom.js";
import { setUpFarm, showFarm } from "./farm.js";
import { pollFarm } from "./farm-state.js";
import { choose as chooseTwo, setUpGallery, showGallery } from "./gallery.js";
import { setUpJob, showJob } from "./job.js";
import { setUpKeys, showKeys } from "./keys.js";
import { again, setUpNew } from "./new.js";
import { showReference } from "./reference.js";
import { signIn } from "./sign-in.js";
import { choose, current, languages, load } from "./words.js";

const THEME = "parley.theme";
const VIEWS = ["new", "videos", "job", "compare", "farm", "keys", "detect", "api"];

/** Views that are reached by another name: the form with what a job was asked for, the gallery with a job chosen. */
const OTHER_NAMES = { again: "new", pick: "videos" };

/** "#job=..." is a job, "#compare=...,..." are two, anything else a view. */
async function route() {
  const [name, value] = location.hash.slice(1).split("=");
  const view = OTHER_NAMES[name] ?? (VIEWS.includes(name) ? name : "new");
  for (const each of VIEWS) $(each).hidden = each !== view && !(each === "videos" && view === "new");
  document.body.dataset.view = view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  $("videos-title").setAttribute("aria-level", view === "videos" ? "1" : "2");
  if (view !== "job") document.title = "Parley";
  showGallery(view === "new" || view === "videos");
  await showJob(view === "job" ? value : null);
  await showCompare(view === "compare" ? value ?? "" : null);
  if (view === "farm") showFarm();
  await showKeys(view === "keys");
  if (view === "api") await showReference();
  if (name === "pick" && value) {
    history.replaceState(null, "", "#videos");
    chooseTwo(value);
    $("videos-title").focus();
  }
  if (name === "again" && value) {
    history.replaceState(null, "", "#new");
    await again(value);
  }
  if (name) scrollTo(0, 0);
}

function setUpPreferences() {
  for (const [tag, name] of languages()) $("language").append(new Option(name, tag, false, tag === current()));
  $("language").addEventListener("change", () => choose($("language").value));
  const theme = localStorage.getItem(THEME) ?? "auto";
  document.documentElement.dataset.theme = $("theme").value = theme;
  $("theme").addEventListener("change", () => {
    localStorage.setItem(THEME, $("theme").value);
    document.documentElement.dataset.theme = $("theme").value;
  });
}

await load();
setUpPreferences();
setUpKeys(await signIn());
setUpFarm();
setUpGallery();
setUpJob();
setUpCompare();
setUpDetect();
pollFarm();
await setUpNew();
addEventListener("hashchange", route);
await route();
document.body.dataset.ready = "true";
