package dev.parley.cli;

import dev.parley.contracts.JobView;

/** Shows people how far a job is. */
interface Progress {
    void show(JobView job);

    /** What is being done before there is a job. */
    void show(String activity);

    /** Takes away what is not meant to stay, before somebody else writes there. */
    void clear();

    static Progress none() {
        return new Progress() {
            @Override
            public void show(JobView job) {}

            @Override
            public void show(String activity) {}

            @Override
            public void clear() {}
        };
    }

    /** One line per piece of news, for logs. */
    static Progress lines(Terminal terminal) {
        return new Progress() {
            private String last = "";

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
    static Progress bar(Terminal terminal) {
        return new Progress() {
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
