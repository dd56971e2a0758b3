package dev.parley.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SenderTest {
    private static final String OWN = "0198a7b2-5c1e-7d3a-9f10-2b6e4c8d1a57";
    private static final String KEY = "1198a7b2-5c1e-7d3a-9f10-2b6e4c8d1a57";

    @Test
    void theRequestsOwnIdCountsMost() {
        assertThat(jobId("{'jobId':'%s','idempotencyKey':'k'}".formatted(OWN), KEY))
                .isEqualTo(new JobId(OWN));
    }

    @Test
    void thenTheRecordsKeyIfItIsAnId() {
        assertThat(jobId("{'idempotencyKey':'k'}", KEY)).isEqualTo(new JobId(KEY));
    }

    @Test
    void thenTheIdempotencyKeyOfItsTenant() {
        assertThat(jobId("{'idempotencyKey':'k','tenant':'t'}", "any"))
                .isEqualTo(JobId.ofIdempotencyKey("t", "k"))
                .isNotEqualTo(jobId("{'idempotencyKey':'k'}", null));
    }

    @Test
    void elseTheRecordsPlace() {
        assertThat(jobId("rubbish", null)).isEqualTo(JobId.ofRecord(Topics.REQUESTS, 3, 7));
    }

    @Test
    void whatIsSoundOfAnInvalidRequestRemains() {
        Sender remains = remains(
                "{'jobId':'no id','labels':{'a':'1','b':2},'webhook':{'url':'https://example.org/hook'},'speakers':5}");

        assertThat(remains.jobId()).isNull();
        assertThat(remains.labels()).containsOnlyKeys("a");
        assertThat(remains.webhook().url()).isEqualTo("https://example.org/hook");
    }

    @Test
    void ofWhatIsNoRequestNothingRemains() {
        for (String rubbish : List.of("[1]", "{", "")) {
            assertThat(remains(rubbish)).isEqualTo(new Sender(null, null, null, Map.of(), null));
        }
    }

    private static JobId jobId(String request, String key) {
        return remains(request).job(new ConsumerRecord<>(Topics.REQUESTS, 3, 7, key, null));
    }

    private static Sender remains(String request) {
        return Sender.remains(request.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
