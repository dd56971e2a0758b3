// The picture, dropped, pasted or chosen, and where the people are in it.
import { pictureAddress } from "./api.js";
import { $, el, say } from "./dom.js";
import { blame, clearErrors } from "./errors.js";
import { firstFace, setUpFaces } from "./faces.js";
import { changed, onChange, peopleCount, person, state } from "./form-state.js";
import { fillFromVideo, isVideo } from "./from-video.js";
import { take, takesDrops } from "./input-file.js";
import { number, t } from "./words.js";

const SMALLEST = 0.02;
const MIDDLE = { x: 0.25, y: 0.1, width: 0.5, height: 0.8 };
const HANDLES = ["ne", "sw", "se"]; // the fourth corner bears the number

export function setUpPicture() {
  const chooser = $("image");
  chooser.addEventListener("change", () => chooser.files.length && choose(chooser.files[0]));
  takesDrops($("drop"), (file) => (isVideo(file) ? fillFromVideo(file) : choose(file)));
  document.addEventListener("paste", (event) => {
    const file = [...event.clipboardData.files].find((each) => each.type.startsWith("image/"));
    if (file && !document.body.dataset.view?.startsWith("job")) { event.preventDefault(); choose(file); }
  });
  // A file dropped beside its place would replace the page.
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => event.preventDefault());
  onChange((what) => ["all", "picture"].includes(what) && showPicture());
  onChange((what) => what !== "boxes" && showBoxes());
  $("one-speaks").addEventListener("change", () => {
    person(0).box = $("one-speaks").checked ? firstFace() ?? { ...MIDDLE } : null;
    showBoxes();
    changed("boxes");
  });
  setUpFaces();
  showPicture();
  showBoxes();
}

let sending = null;

async function choose(file) {
  sending?.abort();
  const mine = sending = new AbortController();
  clearErrors($("picture-field"));
  try {
    const taken = await take(file, "picture", (text) => say($("image-status"), text), mine.signal);
    state.picture = taken;
    for (const each of state.people) each.box = null;
    changed("picture");
  } catch (e) {
    if (mine.signal.aborted) return;
    state.picture = null;
    changed("picture");
    blame($("picture-field"), e.message);
  } finally {
    $("image").value = "";
  }
}

function showPicture() {
  const preview = $("preview");
  const shown = state.picture;
  $("drop").classList.toggle("filled", Boolean(shown));
  preview.hidden = !shown;
  if (!shown) return preview.removeAttribute("src");
  const address = pictureAddress(shown.input);
  if (preview.getAttribute("src") !== address) preview.src = address;
  // A small one is shown larger, so that its frames can be taken hold of.
  $("frame").style.setProperty("--ratio", shown.width ? shown.width / shown.height : "");
  say($("image-name"), [shown.name, shown.width && `${shown.width} × ${shown.height}`].filter(Boolean).join(" · "));
}

const half = (index, count) => ({ x: index / count, y: 0, width: 1 / count, height: 1 });
/** A box in fractions of the picture that was chosen. */
export function share({ x, y, width, height }) {
  const { width: w, height: h } = state.picture;
  return { x: x / w, y: y / h, width: width / w, height: height / h };
}

/** Boxes that the farm put around the faces, for the people of a picture who have none of their own. */
let proposed = { picture: null, boxes: [] };

/** @param speakers of a plan, their boxes in pixels of the picture */
export function learnBoxes(speakers) {
  const { input, width } = state.picture ?? {};
  if (!width || state.people.some((each) => each.box)) return;
  proposed = { picture: input, boxes: speakers.map(({ box }) => box && share(box)) };
  showBoxes();
}

const proposal = (index) => (proposed.picture === state.picture?.input && proposed.boxes.length === peopleCount() ? proposed.boxes[index] : null);
const boxOf = (index) => state.people[index]?.box ?? proposal(index) ?? half(index, peopleCount());

function showBoxes() {
  const count = peopleCount();
  $("one-of-many").hidden = !state.picture || count > 1;
  $("one-speaks").checked = Boolean(state.people[0]?.box);
  const shown = state.picture && (count > 1 || state.people[0]?.box);
  $("boxes").hidden = !shown;
  $("boxes-hint").hidden = !shown;
  $("boxes-faces").hidden = !shown || count === 1;
  if (!shown) return $("boxes").replaceChildren();
  if ($("boxes").children.length !== count) $("boxes").replaceChildren(...Array.from({ length: count }, (_, i) => boxElement(i)));
  for (let i = 0; i < count; i++) place(i);
}

function boxElement(index) {
  const element = el("div", {
    class: `box person-${index}`, tabIndex: 0, role: "group", dataset: { path: `speakers[${index}].box` },
    onkeydown: (event) => onKey(event, index),
    onpointerdown: (event) => drag(event, index, event.target.dataset.handle),
  }, el("span", { class: "box-name", "aria-hidden": "true" }, String(index + 1)),
  HANDLES.map((handle) => el("span", { class: `handle ${handle}`, dataset: { handle }, "aria-hidden": "true" })),
  el("p", { class: "error", id: `box${index}-error` }));
  return element;
}

function place(index) {
  const element = $("boxes").children[index];
  const box = boxOf(index);
  const explicit = Boolean(state.people[index]?.box);
  element.classList.toggle("default", !explicit);
  for (const [style, side] of [["left", "x"], ["top", "y"], ["width", "width"], ["height", "height"]]) {
    element.style[style] = `${100 * box[side]}%`;
  }
  const share = (value) => `${number(100 * value)} %`;
  element.setAttribute("aria-label", t("box.label", {
    n: index + 1, x: share(box.x), y: share(box.y), width: share(box.width), height: share(box.height),
  }));
}

const clamp = (value, from, to) => Math.min(Math.max(value, from), to);

function move(index, dx, dy) {
  const box = { ...boxOf(index) };
  box.x = clamp(box.x + dx, 0, 1 - box.width);
  box.y = clamp(box.y + dy, 0, 1 - box.height);
  keep(index, box);
}

/** Moves the edges that a handle holds. */
function resize(index, handle, dx, dy, from = boxOf(index)) {
  let [left, top, right, bottom] = [from.x, from.y, from.x + from.width, from.y + from.height];
  if (handle.includes("w")) left = clamp(left + dx, 0, right - SMALLEST);
  if (handle.includes("e")) right = clamp(right + dx, left + SMALLEST, 1);
  if (handle.includes("n")) top = clamp(top + dy, 0, bottom - SMALLEST);
  if (handle.includes("s")) bottom = clamp(bottom + dy, top + SMALLEST, 1);
  keep(index, { x: left, y: top, width: right - left, height: bottom - top });
}

function keep(index, box) {
  // Who moves one box means all of them as they are shown.
  for (let i = 0; i < peopleCount(); i++) person(i).box ??= boxOf(i);
  person(index).box = Object.fromEntries(Object.entries(box).map(([side, value]) => [side, Math.round(value * 10000) / 10000]));
  for (let i = 0; i < peopleCount(); i++) place(i);
  changed("boxes");
}

function onKey(event, index) {
  const by = event.altKey ? 0.001 : 0.01;
  const [dx, dy] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key] ?? [0, 0];
  if (dx || dy) {
    if (event.shiftKey) resize(index, "se", dx, dy);
    else move(index, dx, dy);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    for (const each of state.people) each.box = null;
    showBoxes();
    changed("boxes");
  } else return;
  event.preventDefault();
}

function drag(event, index, handle) {
  event.preventDefault();
  const element = $("boxes").children[index];
  element.focus();
  element.setPointerCapture(event.pointerId);
  const area = $("boxes").getBoundingClientRect();
  const from = { ...boxOf(index) };
  const [x, y] = [event.clientX, event.clientY];
  const onMove = (now) => {
    const dx = (now.clientX - x) / area.width;
    const dy = (now.clientY - y) / area.height;
    if (handle) return resize(index, handle, dx, dy, from);
    keep(index, { ...from, x: clamp(from.x + dx, 0, 1 - from.width), y: clamp(from.y + dy, 0, 1 - from.height) });
  };
  const end = () => {
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", end);
    element.removeEventListener("pointercancel", end);
  };
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
}
