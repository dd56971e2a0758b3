package dev.parley.ingest.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.testkit.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanSweepTest {
    private static final JobId KNOWN = JobId.create(Instant.EPOCH);
    private static final JobId UNKNOWN = JobId.create(Instant.EPOCH.plusSeconds(1));
    private static final String USED = ObjectKeys.input("a".repeat(64));
    private static final String UNUSED = ObjectKeys.input("b".repeat(64));

    @TempDir
    Path folder;

    @Test
    void findsWhatIsOldAndOfNoJobAndNothingElse() throws Exception {
        try (TestStore store = new TestStore(folder)) {
            for (String key : new String[] {
                ObjectKeys.plan(KNOWN),
                ObjectKeys.video(KNOWN),
                ObjectKeys.plan(UNKNOWN),
                ObjectKeys.ledger(UNKNOWN, 3),
                ObjectKeys.video(UNKNOWN),
                USED,
                UNUSED,
                "jobs/notes.txt",
                "jobs/of-somebody/else",
                "videos/holiday.mp4",
                "inputs/README",
                "farm/key",
                "backup/" + UNUSED
            }) {
                store.objects().put(key, new byte[1], "text/plain");
            }
            OrphanSweep sweep = new OrphanSweep(store.objects(), KNOWN::equals, inputs -> Set.of(USED));

            assertThat(sweep.find(Instant.now().minus(Duration.ofDays(2))))
                    .as("nothing is old")
                    .isEmpty();
            assertThat(sweep.find(Instant.now().plus(Duration.ofDays(1))))
                    .containsExactlyInAnyOrder(
                            ObjectKeys.plan(UNKNOWN), ObjectKeys.ledger(UNKNOWN, 3), ObjectKeys.video(UNKNOWN), UNUSED);
        }
    }
}
