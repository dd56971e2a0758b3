// A file that goes to the store when it is chosen, and is looked at there: what is wrong is said at once.
import { Refused, pictureFacts, soundFacts } from "./api.js";
import { why } from "./remarks.js";
import { send } from "./upload.js";
import { number, t } from "./words.js";

/** Addresses of files that were chosen on this page, to be heard before they are sent. */
const local = new Map();
export const localAddress = (input) => local.get(input);

/**
 * @param kind "picture" or "sound"
 * @param tell is told how it goes
 * @returns {input, name, width, height} or {input, name, seconds}
 * @throws Error whose message can be shown
 */
export async function take(file, kind, tell, signal) {
  if (kind === "picture" && /^(audio|video)\//.test(file.type)) throw new Error(t("file.notPicture", { name: file.name }));
  if (kind === "sound" && /^image\//.test(file.type)) throw new Error(t("file.notSound", { name: file.name }));
  tell(t("file.sending", { name: file.name }));
  try {
    const input = await send(file, { signal, tell: (share, connected) =>
      tell(t(connected ? "file.sent" : "file.waiting", { name: file.name, percent: number(Math.floor(100 * share)) })) });
    const facts = await (kind === "picture" ? pictureFacts(input) : soundFacts(input));
    local.set(input, URL.createObjectURL(file));
    tell("");
    return { input, name: file.name, ...facts };
  } catch (e) {
    tell("");
    if (e instanceof Refused) throw new Error(why(e));
    throw signal?.aborted ? e : new Error(t("error.silent"));
  }
}

/** Lets files be dropped on an element. */
export function takesDrops(target, accept) {
  let depth = 0;
  const mark = (on) => target.classList.toggle("dropping", on);
  target.addEventListener("dragenter", (event) => { event.preventDefault(); depth++; mark(true); });
  target.addEventListener("dragover", (event) => event.preventDefault());
  target.addEventListener("dragleave", () => { depth--; mark(depth > 0); });
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    depth = 0;
    mark(false);
    if (event.dataTransfer.files.length) accept(event.dataTransfer.files[0]);
  });
}
