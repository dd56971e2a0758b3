package dev.parley.ingest;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The one connection for questions about the cluster itself, with the same settings as the channels have. */
@ApplicationScoped
class KafkaAdmin {
    @Produces
    @Singleton
    static Admin admin(@Identifier("default-kafka-broker") Map<String, Object> settings) {
        Map<String, Object> own = new HashMap<>(settings);
        own.put("request.timeout.ms", 5_000);
        own.put("default.api.timeout.ms", 10_000);
        return Admin.create(own);
    }

    static void close(@Disposes Admin admin) {
        admin.close(Duration.ofSeconds(1));
    }
}
