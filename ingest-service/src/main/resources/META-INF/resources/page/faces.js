// Faces that the farm found, where there are more of them than voices: the one that is clicked speaks.
import { $, el } from "./dom.js";
import { changed, onChange, peopleCount, person, state } from "./form-state.js";
import { share } from "./picture.js";
import { t } from "./words.js";

let found = { picture: null, faces: [] };

export function setUpFaces() {
  onChange(show);
}

/** @param faces of a plan, in pixels of the picture, from left to right */
export function learnFaces(faces) {
  found = { picture: state.picture?.input ?? null, faces: state.picture?.width ? faces : [] };
  show();
}

/** Where the first of them is, with head and shoulders; null where none was found. */
export const firstFace = () => (known().length ? share(known()[0].proposal) : null);

const known = () => (found.picture === state.picture?.input ? found.faces : []);

function show() {
  const asked = state.picture && peopleCount() === 1 && !state.people[0]?.box && known().length > 1;
  $("faces").hidden = $("faces-hint").hidden = !asked;
  if (!asked) return $("faces").replaceChildren();
  $("faces").replaceChildren(...known().map(({ box, proposal }, i) => {
    const button = el("button", { type: "button", class: "face", "aria-label": t("face.speaks", { n: i + 1 }), onclick: () => {
      person(0).box = share(proposal);
      changed("faces");
      $("boxes").firstElementChild?.focus();
    } });
    const place = share(box);
    for (const [style, side] of [["left", "x"], ["top", "y"], ["width", "width"], ["height", "height"]]) button.style[style] = `${100 * place[side]}%`;
    return button;
  }));
}
