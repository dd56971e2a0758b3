#!/usr/bin/env bash
# Kafka 4.4.0, clients and broker, OpenJDK 17 (KAFKA-21031, open when this was written)
#
# Question: A broker stops answering and keeps its connections, as in a long pause or on a machine that swaps. What does a
#   consumer use of the processor in a poll of 15 seconds?
# A guess: next to nothing. There is nothing to do but to wait, and the classic protocol's consumer does.
# What happens: from the moment when the next heartbeat is due, consumers of share groups and of the new group protocol use
#   a core of the machine. While it waits for a heartbeat's answer the client reckons that it may wait for 0 ms more, so
#   the thread in poll and the client's own go round without a pause. Idle consumers in one process (a pool of workers)
#   then take the cores from each other, and answers that come late for that make it worse.
#
# Output seen (seconds of processor time in 15 seconds; they vary):
#   classic: served 0.1, broker silent 0.0
#   consumer: served 0.2, broker silent 15.4
#   share: served 0.1, broker silent 14.6

. "$(dirname "$0")/fetch.sh"
kafka_broker

cat > Waiting.java <<'JAVA'
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Waits for records of an empty topic while the broker is there, and while it is stopped. */
class Waiting {
  public static void main(String[] args) throws Exception {
    String kind = args[0];
    String broker = args[2];
    Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", args[1], "group.id", kind));
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(new NewTopic(kind, 1, (short) 1))).all().get();
    }
    Consumer<Duration> poll;
    if (kind.equals("share")) {
      var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
      consumer.subscribe(List.of(kind));
      poll = consumer::poll;
    } else {
      settings.put("group.protocol", kind);
      var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
      consumer.subscribe(List.of(kind));
      poll = consumer::poll;
    }
    for (int i = 0; i < 20; i++) { // joins
      poll.accept(Duration.ofSeconds(1));
    }
    double served = seconds(poll);
    signal("STOP", broker);
    double silent = seconds(poll);
    signal("CONT", broker);
    System.out.printf(Locale.ROOT, "%s: served %.1f, broker silent %.1f%n", kind, served, silent);
    System.exit(0);
  }

  private static double seconds(Consumer<Duration> poll) {
    OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = machine.getProcessCpuTime();
    poll.accept(Duration.ofSeconds(15));
    return (machine.getProcessCpuTime() - before) / 1e9;
  }

  private static void signal(String name, String process) throws Exception {
    new ProcessBuilder("kill", "-" + name, process).start().waitFor();
  }
}
JAVA
for kind in classic consumer share; do
  java -cp "lib/*" Waiting.java "$kind" "$kafka" "$broker" 2> "$kind.log" || { cat "$kind.log"; skip "no broker"; }
done | tee seen

silent() { sed -n "s/^$1: .* silent //p" seen; }
above() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > b) }'; }
above "$(silent classic)" 3 && changed "the classic consumer waits"
above "$(silent share)" 4 || changed "a share consumer uses a core"
above "$(silent consumer)" 4 || changed "a consumer of the new protocol uses a core"
