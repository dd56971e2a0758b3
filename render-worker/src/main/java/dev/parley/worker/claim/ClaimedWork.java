package dev.parley.worker.claim;

/** What a worker does with a claim. Runs on the render thread, one claim at a time. */
@FunctionalInterface
public interface ClaimedWork {
    /** Ends soon after {@link Claim#stop} has been raised. What it throws gives the claim back. */
    Verdict run(Claim claim) throws Exception;
}
