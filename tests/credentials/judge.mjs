// Reads names of MP4 files, one a line, and answers each with a line of JSON: what the official validator (c2pa-rs, as
// WebAssembly) and c2pa-ts say of its content credentials.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import init, { WasmReader } from "@contentauth/c2pa-wasm";
import { BMFF } from "@trustnxt/c2pa-ts/asset";
import { SuperBox } from "@trustnxt/c2pa-ts/jumbf";
import { ManifestStore } from "@trustnxt/c2pa-ts/manifest";

// It knows the boxes of MP4, but by default opens HEIC only.
BMFF.canReadBrands.add("isom");

async function official(bytes) {
  try {
    const { validation_state: state, validation_results: results } = JSON.parse(
      (await WasmReader.fromBytes("video/mp4", bytes)).json(),
    );
    return { state, failures: (results.activeManifest?.failure ?? []).map((each) => each.code) };
  } catch (e) {
    return { state: "Invalid", failures: [String(e?.message ?? e)] };
  }
}

async function second(bytes) {
  try {
    const asset = new BMFF(bytes);
    const verdict = await ManifestStore.read(SuperBox.fromBuffer(asset.getManifestJUMBF())).validate(asset);
    return { valid: verdict.isValid };
  } catch (e) {
    return { valid: false, problem: String(e?.message ?? e) };
  }
}

const wasm = readFileSync(fileURLToPath(import.meta.resolve("@contentauth/c2pa-wasm/c2pa.wasm")));
await init({ module_or_path: wasm });
for await (const name of createInterface({ input: process.stdin })) {
  const bytes = new Uint8Array(readFileSync(name));
  console.log(JSON.stringify({ official: await official(bytes), second: await second(bytes) }));
}
