package dev.parley.worker.claim;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Verdicts that no broker took. Their records come back; if they come to this worker, the verdict is given again, for the
 * work itself has ended. Used by one thread.
 */
final class UnacknowledgedVerdicts {
    /** The oldest are forgotten first. A broker hands a record out again soon, or somebody else has settled it. */
    private static final int REMEMBERED = 1_000;

    private final Map<Place, Verdict> verdicts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Verdict> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The time tells a record from one of a topic that was made anew. */
    private record Place(String topic, int partition, long offset, Instant publishedAt) {
        static Place of(Claim claim) {
            return new Place(claim.topic(), claim.partition(), claim.offset(), claim.publishedAt());
        }
    }

    /** Has no effect for work that is to be repeated. */
    void remember(Claim claim, Verdict verdict) {
        if (verdict != Verdict.GIVE_BACK) {
            verdicts.put(Place.of(claim), verdict);
        }
    }

    Optional<Verdict> find(Claim claim) {
        return Optional.ofNullable(verdicts.get(Place.of(claim)));
    }

    void forget(Claim claim) {
        verdicts.remove(Place.of(claim));
    }
}
