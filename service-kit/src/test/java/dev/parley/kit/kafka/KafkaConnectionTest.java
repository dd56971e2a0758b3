package dev.parley.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {
    @Test
    void securityAndPatienceAreThoseOfTheConfiguration() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withDefaultValue("kafka.bootstrap.servers", "a:1")
                .withDefaultValue("kafka.security.protocol", "SSL")
                .withDefaultValue("kafka.reconnect.backoff.max.ms", "500")
                .withDefaultValue("kafka.retry.backoff.max.ms", "400")
                .withDefaultValue("kafka.max.request.size", "7")
                .build();
        assertThat(new KafkaConnection(config).with(Map.of("client.id", "me")))
                .containsOnly(
                        Map.entry("bootstrap.servers", "a:1"),
                        Map.entry("security.protocol", "SSL"),
                        Map.entry("reconnect.backoff.max.ms", "500"),
                        Map.entry("retry.backoff.max.ms", "400"),
                        Map.entry("client.id", "me"));
    }
}
