package dev.parley.ingest.dispatch;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Priority;
import dev.parley.ingest.disk.Disk;
import dev.parley.ingest.disk.DiskMap;
import dev.parley.ingest.disk.DiskMap.Entry;
import dev.parley.ingest.disk.Key;
import dev.parley.ingest.dispatch.FairQueue.Waiting;
import java.util.Iterator;

/** The jobs that wait, on disk: a line for each class of each tenant, the oldest first. */
final class QueueLines {
    private static final int SINCE = Integer.BYTES + 1;
    private static final int JOB = SINCE + Key.TIME_BYTES;

    private final DiskMap jobs;

    QueueLines(Disk disk) {
        jobs = disk.map("queue");
    }

    /** Answers whether it was not there. */
    boolean add(int tenant, Priority priority, Waiting job) {
        return jobs.put(key(tenant, priority, job), job.work().bytes());
    }

    /** Answers whether it was there. */
    boolean remove(int tenant, Priority priority, Waiting job) {
        return jobs.remove(key(tenant, priority, job));
    }

    /** The line as it is now. */
    Iterator<Waiting> line(int tenant, Priority priority) {
        Iterator<Entry> line =
                jobs.startingWith(line(new Key(), tenant, priority).bytes());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return line.hasNext();
            }

            @Override
            public Waiting next() {
                Entry next = line.next();
                JobId job = Key.jobAt(next.key(), JOB);
                return new Waiting(Key.oldestAt(next.key(), SINCE), job, Work.read(next.value()));
            }
        };
    }

    private static Key line(Key key, int tenant, Priority priority) {
        return key.number(tenant).small(priority.ordinal());
    }

    private static byte[] key(int tenant, Priority priority, Waiting job) {
        return line(new Key(), tenant, priority)
                .oldest(job.since())
                .job(job.job())
                .bytes();
    }
}
