package dev.parley.ingest.jobs;

import dev.parley.ingest.disk.Disk;

/** Tables of instances that have just started. */
public final class Tables {
    public static JobTable unread(Disk disk) {
        return new JobTable(10, disk);
    }

    public static void read(JobTable table) {
        table.markRead();
    }

    private Tables() {}
}
