package dev.parley.kit.kafka;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.config.Config;

/**
 * How every client of ours reaches the brokers: their addresses, TLS and SASL as {@code kafka.security.protocol},
 * {@code kafka.sasl...} and {@code kafka.ssl...} say, and how soon it tries again as {@code kafka.reconnect...} and
 * {@code kafka.retry...} say. Messaging channels read the same settings by themselves.
 */
@Singleton
public class KafkaConnection {
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final Pattern OURS = Pattern.compile("(security|sasl|ssl|reconnect|retry)\\..+");

    private final Map<String, Object> settings = new HashMap<>();

    @Inject
    public KafkaConnection(Config config) {
        this(config.getValue("kafka." + BOOTSTRAP, String.class), config);
    }

    /** As {@code config} says, to other brokers. */
    public KafkaConnection(String bootstrap, Config config) {
        this(bootstrap);
        AdminClientConfig.configNames().stream()
                .filter(name -> OURS.matcher(name).matches())
                .forEach(name -> config.getOptionalValue("kafka." + name, String.class)
                        .ifPresent(value -> settings.put(name, value)));
    }

    /** Without any security, and as soon as Kafka's clients try again by themselves. */
    public KafkaConnection(String bootstrap) {
        settings.put(BOOTSTRAP, bootstrap);
    }

    public String bootstrap() {
        return (String) settings.get(BOOTSTRAP);
    }

    /** A client's settings: {@code more}, and these. */
    public Map<String, Object> with(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.putAll(settings);
        return all;
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return bootstrap();
    }
}
