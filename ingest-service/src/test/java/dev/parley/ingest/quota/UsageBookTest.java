package dev.parley.ingest.quota;

import static dev.parley.ingest.jobs.States.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.ingest.jobs.States;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Jobs of {@link States} have two seconds of video and the tenant {@code default}. */
class UsageBookTest {
    private final UsageBook book = new UsageBook(Clock.fixed(NOON.plusSeconds(3600), ZoneOffset.UTC));

    private JobState next(JobState before, long seconds, JobEvent event) {
        JobState after = States.after(before, NOON.plusSeconds(seconds), event);
        book.change(before, after);
        return after;
    }

    private JobState accepted() {
        JobState job = States.accepted(NOON);
        book.change(null, job);
        return job;
    }

    private UsageBook.Used used() {
        return book.used("default");
    }

    @Test
    void aJobCountsAtOnceAndItsWorkersTimeAsItPasses() {
        JobState job = accepted();
        assertThat(used()).isEqualTo(new UsageBook.Used(1, 2, 0));
        job = next(job, 10, new JobEvent.Claimed("w", 1, 0));
        job = next(job, 15, new JobEvent.Progress(1, 1, 1, 1, 2, null, null, null, null));
        assertThat(used()).isEqualTo(new UsageBook.Used(1, 2, 5));
        next(job, 40, new JobEvent.Completed("videos/x.mp4", 50, 2, 2, 832, 480, 1, "ab".repeat(32)));
        assertThat(used()).isEqualTo(new UsageBook.Used(0, 2, 30));
    }

    @Test
    void whatWasNotMadeIsGivenBackButNotTheTimeItTook() {
        JobState job = next(accepted(), 0, new JobEvent.Claimed("w", 1, 0));
        job = next(job, 8, new JobEvent.Chunk(1, 0, 2, 25, 50));
        next(job, 9, new JobEvent.Failed(Fault.OUT_OF_MEMORY, "no", 1));
        assertThat(used()).isEqualTo(new UsageBook.Used(0, 1, 9));
        next(accepted(), 5, new JobEvent.Cancelled("enough"));
        assertThat(used()).isEqualTo(new UsageBook.Used(0, 1, 9));
    }

    @Test
    void everyAttemptTakesTime() {
        JobState job = next(accepted(), 0, new JobEvent.Claimed("w", 1, 0));
        job = next(job, 20, new JobEvent.Progress(1, 1, 1, 1, 2, null, null, null, null));
        job = next(job, 100, new JobEvent.Claimed("v", 2, 0));
        next(job, 103, new JobEvent.Cancelled("enough"));
        assertThat(used().gpuSeconds()).isEqualTo(23);
    }

    @Test
    void forgettingAndDeletingGiveNothingBackAndADayPasses() {
        JobState job = next(accepted(), 0, new JobEvent.Claimed("w", 1, 0));
        job = next(job, 4, new JobEvent.Completed("videos/x.mp4", 50, 2, 2, 832, 480, 1, "ab".repeat(32)));
        job = next(job, 9, new JobEvent.Deleted());
        assertThat(job.deletion()).isNotNull();
        book.change(job, null);
        assertThat(used()).isEqualTo(new UsageBook.Used(0, 2, 4));
        JobState yesterdays = States.accepted(NOON.minus(Duration.ofDays(1)));
        book.change(null, yesterdays);
        assertThat(used()).isEqualTo(new UsageBook.Used(1, 2, 4));
        assertThat(book.tenants()).containsExactly("default");
        assertThat(book.used("nobody")).isEqualTo(new UsageBook.Used(0, 0, 0));
    }
}
