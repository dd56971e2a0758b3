package dev.parley.worker.job;

import dev.parley.contracts.JobId;

/** The job is another ticket's, whether it still runs or has ended. Nothing is wrong, and nothing is to be done. */
final class DuplicateTicketException extends RuntimeException {
    DuplicateTicketException(JobId job, String ticket) {
        super("%s is rendered under ticket %s".formatted(job, ticket), null, false, false);
    }
}
