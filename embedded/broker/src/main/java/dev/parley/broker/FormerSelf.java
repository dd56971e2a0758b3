package dev.parley.broker;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.IntSupplier;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a killed broker left behind: a session with its controller, which refuses the broker's next life until that has run out.
 * A broker that has its folder's lock and is alone in its cluster knows that its former self is dead, so that time need not
 * pass. Watches while Kafka starts, until closed.
 */
final class FormerSelf implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Thread watch;

    private FormerSelf(Thread watch) {
        this.watch = watch;
    }

    /**
     * Lets the session's time pass on the clock of a Kafka that is about to start, if its controller finds one.
     *
     * @param session how long it lasts
     */
    static FormerSelf forget(AdjustableClock clock, Duration session) {
        return forget(clock, session, () -> brokers("Active"), () -> brokers("Fenced"));
    }

    /**
     * @param active brokers whose session lasts, as the controller says
     * @param fenced brokers whose session has ended
     */
    static FormerSelf forget(AdjustableClock clock, Duration session, IntSupplier active, IntSupplier fenced) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (active.getAsInt() == 0) {
                            if (fenced.getAsInt() > 0) {
                                return; // it was stopped, or this is its first life
                            }
                            Thread.sleep(GLANCE.toMillis());
                        }
                        clock.pass(session);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "former-self");
        watch.setDaemon(true);
        watch.start();
        return new FormerSelf(watch);
    }

    /** As Kafka's own metrics count them; none before its controller is at work. */
    private static int brokers(String kind) {
        try {
            return (int) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(
                            new ObjectName("kafka.controller:type=KafkaController,name=%sBrokerCount".formatted(kind)),
                            "Value");
        } catch (JMException notYet) {
            return 0;
        }
    }

    /** Returns when nothing is watched any more. */
    void await() throws InterruptedException {
        watch.join();
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
