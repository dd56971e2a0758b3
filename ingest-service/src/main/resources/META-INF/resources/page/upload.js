// Files on their way to the farm. A large one goes in pieces, so that it goes on where a lost connection left it (tus 1.0.0).
import { askTus, Refused, Silent, upload } from "./api.js";

const LARGE = 8 * 2 ** 20;
const PIECE = 4 * 2 ** 20;
const PAUSES = [1000, 2000, 5000, 10000]; // the last one again and again
const PATIENCE_MILLIS = 10 * 60 * 1000; // without any progress
const KEPT = "parley.uploads";

/**
 * @param tell is told what share of the file is there, and whether the farm can be reached
 * @returns what requests call the file
 */
export async function send(file, { signal, tell }) {
  if (file.size <= LARGE) return (await upload(file, signal)).input;
  const begun = kept()[nameOf(file)];
  const rest = new Rest(file, signal, tell);
  return (begun && await rest.goOn(begun)) ?? await rest.goOn(await rest.begin()) ?? await rest.goOn(await rest.begin());
}

/** What has not been sent yet. */
class Rest {
  #offset = 0;

  constructor(file, signal, tell) {
    this.file = file;
    this.signal = signal;
    this.tell = tell;
  }

  begin() {
    return this.#persist(async () => {
      const { headers } = await askTus("", { method: "POST", headers: { "Upload-Length": this.file.size }, signal: this.signal });
      const id = headers.get("Location").split("/").pop();
      keep(this.file, id);
      return id;
    });
  }

  /** @returns null where the farm knows nothing of this upload, or no more */
  async goOn(id) {
    try {
      return await this.#persist(async () => {
        let { headers } = await askTus(id, { method: "HEAD", signal: this.signal });
        while (!headers.has("Parley-Input")) {
          this.#offset = Number(headers.get("Upload-Offset"));
          this.tell(this.#offset / this.file.size, true);
          ({ headers } = await this.#piece(id));
        }
        keep(this.file, null);
        return headers.get("Parley-Input");
      });
    } catch (e) {
      if (!(e instanceof Refused && [404, 410].includes(e.problem.status))) throw e;
      keep(this.file, null);
      return null;
    }
  }

  #piece(id) {
    const body = this.file.slice(this.#offset, this.#offset + PIECE, "application/offset+octet-stream");
    return askTus(id, { method: "PATCH", headers: { "Upload-Offset": this.#offset }, body, signal: this.signal });
  }

  /** Again and again, as long as it may be the connection, or a farm that has too much to do. */
  async #persist(work) {
    let [at, since, tries] = [this.#offset, Date.now(), 0];
    for (;;) {
      try {
        return await work();
      } catch (e) {
        if (this.#offset > at) [at, since, tries] = [this.#offset, Date.now(), 0];
        if (!mayPass(e) || Date.now() - since > PATIENCE_MILLIS) throw e;
        this.tell(this.#offset / this.file.size, false);
        await pause(PAUSES[Math.min(tries++, PAUSES.length - 1)], this.signal);
      }
    }
  }
}

// Another call may have brought the bytes that this one was about to (409).
const mayPass = (e) => e instanceof Silent || (e instanceof Refused && (e.problem.status >= 500 || [409, 429].includes(e.problem.status)));

/** Shorter where the browser hears that it is connected again. */
function pause(millis, signal) {
  return new Promise((done, fail) => {
    const end = () => { clearTimeout(timer); removeEventListener("online", end); done(); };
    const timer = setTimeout(end, millis);
    addEventListener("online", end);
    signal?.addEventListener("abort", () => { clearTimeout(timer); fail(signal.reason); }, { once: true });
  });
}

/** Uploads that were begun, so that the same file goes on after the page was closed. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

const nameOf = (file) => `${file.name}/${file.size}/${file.lastModified}`;

/** @param id null when there is nothing left to send */
function keep(file, id) {
  const { [nameOf(file)]: before, ...others } = kept();
  const latest = Object.entries(others).slice(-9);
  if (id) latest.push([nameOf(file), id]);
  localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(latest)));
}
