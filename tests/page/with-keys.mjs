// To be imported before the farm starts: it asks for keys, and this is the first one.
import { randomBytes } from "node:crypto";

const hex = (bytes) => randomBytes(bytes).toString("hex");

export const adminKey = `parley_${hex(6)}_${hex(32)}`;
Object.assign(process.env, { PARLEY_ACCESS: "keys", PARLEY_ACCESS_ADMIN_KEY: adminKey, PARLEY_QUOTA_JOBS: "3", PARLEY_QUOTA_VIDEO_SECONDS: "600" });
