package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.ingest.disk.Disk;
import dev.parley.ingest.disk.DiskMap;
import dev.parley.ingest.disk.DiskMap.Entry;
import dev.parley.ingest.disk.Key;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All jobs but deleted ones, the newest first: a line for each status, of everybody's and of each tenant's. So a list of a
 * few costs the same however many there are that it is not about.
 */
final class JobList {
    private static final int EVERYBODYS = 0;
    private static final int TENANTS = 1;

    private final DiskMap lines;

    JobList(Disk disk) {
        lines = disk.map("list");
    }

    /** One change at a time. {@code before} is null for a new job, {@code after} for a forgotten one. */
    void change(JobState before, JobState after) {
        JobState old = before == null || before.deletion() != null ? null : before;
        JobState now = after == null || after.deletion() != null ? null : after;
        if (old != null && now != null && isListedAlike(old, now)) {
            return;
        }
        byte[] value = now == null ? null : Listed.of(now).bytes();
        change(old == null ? null : everybodys(old), now == null ? null : everybodys(now), value);
        change(old == null ? null : tenants(old), now == null ? null : tenants(now), value);
    }

    /** What is new is there before what is old is gone: nobody who reads meanwhile misses the job. */
    private void change(byte[] old, byte[] now, byte[] value) {
        if (now != null) {
            lines.put(now, value);
        }
        if (old != null && !Arrays.equals(old, now)) {
            lines.remove(old);
        }
    }

    private static boolean isListedAlike(JobState old, JobState now) {
        return old.status() == now.status()
                && old.createdAt().equals(now.createdAt())
                && Objects.equals(old.tenant(), now.tenant())
                && old.labels().equals(now.labels())
                && Objects.equals(old.asked(), now.asked());
    }

    private static byte[] everybodys(JobState job) {
        return place(line(null, job.status()), Place.of(job));
    }

    private static byte[] tenants(JobState job) {
        return job.tenant() == null ? null : place(line(job.tenant(), job.status()), Place.of(job));
    }

    private static Key line(String tenant, JobStatus status) {
        Key line = tenant == null
                ? new Key().small(EVERYBODYS)
                : new Key().small(TENANTS).text(tenant);
        return line.small(status.ordinal());
    }

    private static byte[] place(Key line, Place place) {
        return line.newest(place.createdAt(), place.job()).bytes();
    }

    /** The jobs that the query means, as they are now, the newest first; found one by one. */
    Stream<JobId> find(JobQuery query, Place after) {
        // In the order in which a job goes through them, so that none slips past.
        Set<JobStatus> statuses =
                query.statuses().isEmpty() ? EnumSet.allOf(JobStatus.class) : EnumSet.copyOf(query.statuses());
        PriorityQueue<Line> found = new PriorityQueue<>(Comparator.comparing((Line line) -> line.place));
        for (JobStatus status : statuses) {
            byte[] prefix = line(query.tenant(), status).bytes();
            byte[] first = after == null ? prefix : place(line(query.tenant(), status), after);
            Line line = new Line(lines.startingWith(prefix, first), prefix.length);
            if (line.advance() && (!line.place.equals(after) || line.advance())) {
                found.add(line);
            }
        }
        return Stream.generate(() -> next(found, query))
                .takeWhile(Objects::nonNull)
                .distinct(); // a job whose status changed as the lines were opened may be in two
    }

    private static JobId next(PriorityQueue<Line> lines, JobQuery query) {
        for (Line first = lines.poll(); first != null; first = lines.poll()) {
            JobId job = first.place.job();
            boolean meant = query.matches(job, first.value);
            if (first.advance()) {
                lines.add(first);
            }
            if (meant) {
                return job;
            }
        }
        return null;
    }

    /** Where the reading of one line is. */
    private static final class Line {
        private final Iterator<Entry> rest;
        private final int prefix;
        private Place place;
        private byte[] value;

        Line(Iterator<Entry> rest, int prefix) {
            this.rest = rest;
            this.prefix = prefix;
        }

        boolean advance() {
            if (!rest.hasNext()) {
                return false;
            }
            Entry next = rest.next();
            place = new Place(Key.newestAt(next.key(), prefix), Key.newestJobAt(next.key(), prefix + Key.TIME_BYTES));
            value = next.value();
            return true;
        }
    }
}
