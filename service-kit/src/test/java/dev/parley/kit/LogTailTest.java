package dev.parley.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTailTest {
    private static final Logger LOG = Logger.getLogger(LogTailTest.class.getName());
    private final JobId job = JobId.create(Instant.now());
    private final LogTail tail = new LogTail();

    @BeforeEach
    void begin() {
        tail.onStart(null);
    }

    @AfterEach
    void end() {
        tail.onStop(null);
    }

    @Test
    void holdsWhatWasSaidOfTheJobAndWhatWasThrown() {
        LOG.info("job claimed  job=" + job);
        LOG.info("job claimed  job=" + JobId.create(Instant.now()));
        LOG.log(Level.SEVERE, "job given up  job=" + job, new IllegalStateException("no such layer"));
        LOG.info("worker idle");
        List<String> lines = tail.of(job);
        assertThat(lines.get(0)).endsWith("job claimed  job=" + job);
        assertThat(lines).anyMatch(line -> line.contains("IllegalStateException: no such layer"));
        assertThat(lines).noneMatch(line -> line.contains("idle"));
        assertThat(lines).filteredOn(line -> line.contains("job claimed")).hasSize(1);
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 1000; i++) {
            LOG.info("line %d  job=%s %s".formatted(i, job, "x".repeat(1000)));
        }
        assertThat(tail.of(job)).hasSize(30).allMatch(line -> line.length() <= 403);
        assertThat(tail.of(job).get(29)).contains("line 999");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            GET https://me:pw@host/a/b?X-Amz-Signature=12ab failed | GET https://host/a/b failed
            signed by whsec_abc/def== again                        | signed by whsec_*** again
            Authorization: Bearer abc.def                          | Authorization: Bearer ***
            a key parley_0123_4567, was refused                    | a key parley_***, was refused
            password=hunter2 token: t0k                            | password=*** token: ***
            window 3 of jobs/a/b took long                         | window 3 of jobs/a/b took long
            """)
    void tellsNoSecrets(String said, String kept) {
        assertThat(LogTail.clean(said)).isEqualTo(kept);
    }
}
