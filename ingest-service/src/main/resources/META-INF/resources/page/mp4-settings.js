// The request that a finished video holds: moov/udta/meta/ilst/ldes/data of an MP4. Files of anybody are read: every size
// is checked against what is around it, and little is read of any file.
const MOST_BOXES = 1000; // beside each other
const MOST_BYTES = 1 << 20; // of a request, as the farm takes it
const PATH = ["moov", "udta", "meta", "ilst", "ldes", "data"];
const HEAD_BYTES = { meta: 4, data: 8 }; // of a box, before what is in it

/** What is wrong with a file: "notVideo", "broken" or "noSettings". */
export class Unusable extends Error {
  constructor(what) {
    super(what);
    this.what = what;
  }
}

/**
 * @returns the request as it was written, not checked in any other way
 * @throws Unusable
 */
export async function settingsIn(file) {
  const first = await boxAt(file, 0, file.size).catch(() => null);
  if (first?.type !== "ftyp") throw new Unusable("notVideo");
  let around = { from: 0, to: file.size };
  for (const type of PATH) {
    around = await find(file, around, type);
    around.from += HEAD_BYTES[type] ?? 0;
  }
  if (around.to < around.from || around.to - around.from > MOST_BYTES) throw new Unusable("broken");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.slice(around.from, around.to).arrayBuffer());
    const request = JSON.parse(text);
    if (request && typeof request === "object" && !Array.isArray(request)) return request;
  } catch {
    // said below
  }
  throw new Unusable("noSettings");
}

async function find(file, { from, to }, type) {
  let at = from;
  for (let seen = 0; seen < MOST_BOXES && at < to; seen++) {
    const box = await boxAt(file, at, to);
    if (box.type === type) return { from: box.from, to: box.to };
    at = box.to;
  }
  throw new Unusable("noSettings");
}

async function boxAt(file, at, end) {
  const head = new DataView(await file.slice(at, Math.min(at + 16, end)).arrayBuffer());
  if (head.byteLength < 8) throw new Unusable("broken");
  const small = head.getUint32(0);
  if (small === 1 && head.byteLength < 16) throw new Unusable("broken");
  const [size, header] = small === 1 ? [Number(head.getBigUint64(8)), 16] : small === 0 ? [end - at, 8] : [small, 8];
  if (size < header || at + size > end) throw new Unusable("broken");
  const type = String.fromCharCode(...[4, 5, 6, 7].map((i) => head.getUint8(i)));
  return { type, from: at + header, to: at + size };
}
