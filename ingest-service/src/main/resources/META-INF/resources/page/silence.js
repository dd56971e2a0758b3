// Jobs whose worker the farm has not heard of for long.

/** Seconds since then, or 0 where all is well. @param of a job or a worker, with silentSince */
export function silentSeconds(of) {
  if (!of.silentSince) return 0;
  // The farm's clock may differ from this one.
  return Math.max(30, Math.floor((Date.now() - new Date(of.silentSince)) / 10000) * 10);
}
