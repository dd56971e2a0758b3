// Whether a video says that a machine made it, and whether that can be believed.
import { Refused, Silent, detect } from "./api.js";
import { $, say } from "./dom.js";
import { why } from "./remarks.js";
import { date, t } from "./words.js";

const MACHINE = /\/(trainedAlgorithmicMedia|algorithmicMedia|compositeWithTrainedAlgorithmicMedia)$/;

let looking = 0;

export function setUpDetect() {
  const chooser = $("detect-file");
  chooser.addEventListener("change", () => {
    if (chooser.files.length) show(chooser.files[0]);
    chooser.value = "";
  });
}

async function show(file) {
  const mine = ++looking;
  say($("detect-error"), "");
  say($("detect-status"), t("detect.reading", { name: file.name }));
  $("detect-facts").hidden = $("detect-trust").hidden = true;
  try {
    const { credentials, watermark, job } = await detect(file);
    if (mine !== looking) return;
    say($("detect-status"), t(`detect.${credentials.state}`, { name: file.name }));
    list([...facts(credentials, job), ...ingredientFacts(credentials.details), ...markFacts(watermark, job)]);
    $("detect-trust").hidden = credentials.state !== "valid";
  } catch (e) {
    if (!(e instanceof Refused || e instanceof Silent)) throw e;
    if (mine !== looking) return;
    say($("detect-status"), "");
    say($("detect-error"), e instanceof Refused ? why(e) : t("error.silent"));
  }
}

function facts({ problem, sourceType, signedBy, generator, created }, job) {
  const kind = sourceType && (MACHINE.test(sourceType) ? t("detect.machine") : sourceType);
  return [["problem", problem], ["kind", kind], ["generator", generator], ["created", created && date(created)], ["signedBy", signedBy],
    ["job", job]].filter(([, value]) => value);
}

const USES = { picture: "detect.usePicture", recording: "detect.useRecording" };
const STATES = { valid: "detect.wasValid", broken: "detect.wasBroken", unchecked: "detect.wasUnchecked" };
const MOST_INGREDIENTS = 20;

/** Whoever signed the video wrote the list: only what the farm's own videos say is shown. */
function ingredientFacts(details) {
  const inputs = Array.isArray(details?.ingredients) ? details.ingredients : [];
  return inputs.filter((each) => Object.hasOwn(USES, each?.use) && Object.hasOwn(STATES, each?.credentials)).slice(0, MOST_INGREDIENTS)
    .map(({ use, credentials }) => ["ingredient", t("detect.ingredientIs", { use: t(USES[use]), state: t(STATES[credentials]) })]);
}

function markFacts({ state, problem, seconds, marks }, mine) {
  if (state === "unchecked") return [["watermark", t("detect.watermarkUnchecked", { problem })]];
  if (state === "none") return [["watermark", t("detect.watermarkNone", { seconds: Math.round(seconds) })]];
  // The file's own job was named already.
  return marks.flatMap(({ farm, from, to, chance, mirrored, job }) => {
    const found = t("detect.watermarkFound", { farm, from: Math.round(from), to: Math.round(to), power: Math.floor(-chance) });
    return [["watermark", mirrored ? t("detect.mirrored", { found }) : found],
      ...(job && job !== mine ? [["markJob", job]] : [])];
  });
}

function list(all) {
  $("detect-facts").replaceChildren(...all.flatMap(([name, value]) => {
    const term = document.createElement("dt");
    term.textContent = t(`detect.${name}`);
    const said = document.createElement("dd");
    if (name === "job" || name === "markJob") {
      const link = document.createElement("a");
      link.href = `#job=${value}`;
      link.textContent = value;
      said.append(link);
    } else {
      said.textContent = value;
    }
    return [term, said];
  }));
  $("detect-facts").hidden = all.length === 0;
}
