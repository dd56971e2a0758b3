package dev.parley.cli;

import dev.parley.cli.http.JobWatch;
import dev.parley.contracts.JobView;
import java.time.Instant;

/** Shows people how far a job is. */
interface ProgressDisplay {
    void show(JobView job);

    /** Nothing was heard of a job's worker for long; called again and again while that lasts. */
    default void silent(JobView job) {
        show(ProgressLine.silence(job, Instant.now()));
    }

    /** How a job is watched. */
    default JobWatch.Listener watching() {
        return new JobWatch.Listener() {
            @Override
            public void state(JobView job) {
                show(job);
            }

            @Override
            public void silent(JobView job) {
                ProgressDisplay.this.silent(job);
            }
        };
    }

    /** What is being done before there is a job. */
    void show(String activity);

    /** Takes away what is not meant to stay, before somebody else writes there. */
    void clear();

    static ProgressDisplay none() {
        return new ProgressDisplay() {
            @Override
            public void show(JobView job) {}

            @Override
            public void show(String activity) {}

            @Override
            public void clear() {}
        };
    }

    /** One line per piece of news, for logs; a silence is one. */
    static ProgressDisplay lines(Terminal terminal) {
        return new ProgressDisplay() {
            private String last = "";
            private long silentSince = -1;

            @Override
            public void silent(JobView job) {
                if (silentSince != job.sequence()) {
                    silentSince = job.sequence();
                    show(ProgressLine.silence(job, Instant.now()));
                }
            }

            @Override
            public void show(JobView job) {
                show(ProgressLine.news(job));
            }

            @Override
            public void show(String activity) {
                if (!activity.equals(last)) {
                    last = activity;
                    terminal.err().println(activity);
                    terminal.err().flush();
                }
            }

            @Override
            public void clear() {}
        };
    }

    /** One line that is drawn over and over, gone at the end. */
    static ProgressDisplay bar(Terminal terminal) {
        return new ProgressDisplay() {
            private static final String CLEAR = "\r\033[K";

            @Override
            public void show(JobView job) {
                show(ProgressLine.bar(job));
            }

            @Override
            public void show(String activity) {
                terminal.err().print(CLEAR + activity);
                terminal.err().flush();
            }

            @Override
            public void clear() {
                terminal.err().print(CLEAR);
                terminal.err().flush();
            }
        };
    }
}
