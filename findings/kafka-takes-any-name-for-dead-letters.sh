#!/usr/bin/env bash
# Kafka 4.4.0, clients and broker, share.version=2 (KIP-1191)
#
# Question: A share group is told to keep what its members reject in a topic (errors.deadletterqueue.topic.name). Does the
#   broker refuse a topic that it cannot or may not write to: one that does not exist, one whose name lacks the prefix that
#   it asks for (dlq.), one that is not marked for dead letters (errors.deadletterqueue.group.enable)?
# A guess: yes, when the setting is made, or at the latest when the first record is rejected.
# What happens: every name is taken, even one that no topic may have. Rejecting is answered without an error, and the record
#   is gone: neither in its group any more nor among the dead letters. Only the topic with both the prefix and the mark gets
#   its record.
#
# Output seen:
#   dlq.nowhere: setting taken, reject taken, no such topic
#   elsewhere: setting taken, reject taken, 0 records
#   dlq.unmarked: setting taken, reject taken, 0 records
#   dlq.marked: setting taken, reject taken, 1 records
#   not a name!: setting taken

. "$(dirname "$0")/fetch.sh"
kafka_broker

cat > Letters.java <<'JAVA'
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One group, and one topic of one record, for each topic of dead letters. */
class Letters {
  private static final Map<String, String> MARK = Map.of("errors.deadletterqueue.group.enable", "true");

  public static void main(String[] args) throws Exception {
    Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", args[0]));
    try (Admin admin = Admin.create(settings)) {
      topic(admin, "elsewhere", MARK);
      topic(admin, "dlq.unmarked", Map.of());
      topic(admin, "dlq.marked", MARK);
      for (String letters : List.of("dlq.nowhere", "elsewhere", "dlq.unmarked", "dlq.marked")) {
        String group = "of-" + letters;
        String said = "setting " + keepIn(admin, group, letters) + ", reject " + reject(admin, settings, group);
        System.out.println(letters + ": " + said + ", " + kept(admin, letters));
      }
      System.out.println("not a name!: setting " + keepIn(admin, "of-no-name", "not a name!"));
    }
    System.exit(0);
  }

  private static void topic(Admin admin, String name, Map<String, String> settings) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(settings))).all().get();
  }

  private static String keepIn(Admin admin, String group, String letters) throws Exception {
    try {
      set(admin, group, "errors.deadletterqueue.topic.name", letters);
      return "taken";
    } catch (ExecutionException e) {
      return "refused";
    }
  }

  private static void set(Admin admin, String group, String name, String value) throws Exception {
    AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(change)))
        .all().get();
  }

  private static String reject(Admin admin, Map<String, Object> settings, String group) throws Exception {
    topic(admin, group, Map.of());
    set(admin, group, "share.auto.offset.reset", "earliest");
    Map<String, Object> member = new HashMap<>(settings);
    member.put("group.id", group);
    member.put("share.acknowledgement.mode", "explicit");
    try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        var consumer = new KafkaShareConsumer<>(member, new StringDeserializer(), new StringDeserializer())) {
      producer.send(new ProducerRecord<>(group, "one")).get();
      consumer.subscribe(Set.of(group));
      for (int i = 0; i < 60; i++) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          consumer.acknowledge(record, AcknowledgeType.REJECT);
          return consumer.commitSync().values().stream().allMatch(Optional::isEmpty) ? "taken" : "refused";
        }
      }
      return "without a record";
    }
  }

  /** What is written comes after the answer. */
  private static String kept(Admin admin, String letters) throws Exception {
    Thread.sleep(5_000);
    if (!admin.listTopics().names().get().contains(letters)) {
      return "no such topic";
    }
    TopicPartition partition = new TopicPartition(letters, 0);
    return admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition).get().offset()
        + " records";
  }
}
JAVA
java -cp "lib/*" Letters.java "$kafka" 2> letters.log > seen || { cat letters.log; skip "no broker"; }
cat seen
diff seen - <<'END' || changed "what the broker takes"
dlq.nowhere: setting taken, reject taken, no such topic
elsewhere: setting taken, reject taken, 0 records
dlq.unmarked: setting taken, reject taken, 0 records
dlq.marked: setting taken, reject taken, 1 records
not a name!: setting taken
END
