// An embedded farm, without a model unless one is asked for, for as long as the tests run.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

export const root = resolve(import.meta.dirname, "../../.."); // from target/
const READY_MILLIS = 180000;

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(String(port)));
    });
  });
}

/** @param engines the first is the default one */
export async function startFarm({ engines = ["pantomime"] } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "parley-page-"));
  const farm = spawn(join(root, "parley"), ["farm", "--data", join(folder, "data"), "--port", await freePort()], {
    env: {
      // A job that is moved is to be seen waiting: the one before it gives no way.
      PARLEY_QUEUE_YIELD_ABOVE: "0s",
      ...process.env,
      PARLEY_ENGINES_AVAILABLE: engines.join(","),
      PARLEY_ENGINES_STANDARD: engines[0],
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((done) => farm.once("exit", done));
  const said = [];
  const ready = new Promise((done, fail) => {
    let address = null;
    for (const stream of [farm.stdout, farm.stderr]) {
      createInterface(stream).on("line", (line) => {
        said.push(line);
        if (/^http:\/\//.test(line)) address = line.trim();
        if (address && line.includes("ready;")) done(address);
      });
    }
    ended.then((code) => fail(new Error(`The farm ended with ${code}:\n${said.join("\n")}`)));
    setTimeout(() => fail(new Error(`The farm was not ready in time:\n${said.join("\n")}`)), READY_MILLIS).unref();
  });
  const stop = async () => {
    farm.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { address: await ready, stop };
  } catch (e) {
    await stop();
    throw e;
  }
}
