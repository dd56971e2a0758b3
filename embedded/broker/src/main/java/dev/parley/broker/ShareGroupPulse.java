package dev.parley.broker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.NotCoordinatorException;

/**
 * Whether the broker still hands out the records of share groups. On a machine that stalls for seconds a controller takes its
 * own broker for dead, twice in a row, and the coordinator of share groups (Kafka 4.2.1) then never loads its state again: the
 * broker answers everything, and nobody gets a record any more. Only a restart helps.
 */
final class ShareGroupPulse {
    private static final int ANSWER_MILLIS = 10_000;

    private final Question question;
    private final long patienceNanos;
    private long missingSince;
    private boolean missing;

    /** What is known of the share groups. */
    enum Answer {
        SERVED,
        /** The broker answers, but not for them. */
        STUCK,
        /** The broker does not answer either. */
        UNKNOWN
    }

    /** Asks the broker. */
    interface Question {
        Answer ask() throws InterruptedException;
    }

    /** @param patience how long they may be stuck */
    ShareGroupPulse(Question question, Duration patience) {
        this.question = question;
        this.patienceNanos = patience.toNanos();
    }

    /** @param now nanoseconds of a clock that never goes back. @return whether they have been stuck for too long */
    boolean isLost(long now) throws InterruptedException {
        Answer answer = question.ask();
        if (answer != Answer.STUCK) {
            missing = false;
            return false;
        }
        if (!missing) {
            missing = true;
            missingSince = now;
        }
        return now - missingSince >= patienceNanos;
    }

    static Question of(Admin admin) {
        return () -> {
            try {
                for (GroupListing group : admin.listGroups(ListGroupsOptions.forShareGroups())
                        .all()
                        .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (!isServed(admin, group.groupId())) {
                        return Answer.STUCK;
                    }
                }
                return Answer.SERVED;
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                return Answer.UNKNOWN;
            }
        };
    }

    private static boolean isServed(Admin admin, String group) throws InterruptedException {
        try {
            admin.listShareGroupOffsets(
                            Map.of(group, new ListShareGroupOffsetsSpec()),
                            new ListShareGroupOffsetsOptions().timeoutMs(ANSWER_MILLIS))
                    .partitionsToOffsetInfo(group)
                    .get(2 * ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return !(e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                    || e.getCause() instanceof CoordinatorNotAvailableException
                    || e.getCause() instanceof NotCoordinatorException);
        } catch (TimeoutException e) {
            return false;
        }
    }
}
