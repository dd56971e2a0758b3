package dev.parley.ingest.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    @Test
    void aJobsPartitionIsTheOneThatProducersChoose() {
        for (int i = 0; i < 200; i++) {
            JobId job = JobId.create(Instant.now());
            byte[] key = job.value().getBytes(StandardCharsets.UTF_8);

            assertThat(Ownership.partition(job, 7)).isEqualTo(BuiltInPartitioner.partitionForKey(key, 7));
        }
    }
}
