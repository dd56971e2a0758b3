package dev.parley.worker.checkup;

import dev.parley.contracts.Finding;
import dev.parley.contracts.Json;
import dev.parley.kit.kafka.KafkaConnection;
import dev.parley.kit.kafka.TopicsConfig;
import dev.parley.kit.store.S3Config;
import dev.parley.worker.multitalk.ModelCheckup;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Looks at codecs and model, and at broker and store where the environment names them, under the settings that a worker
 * would read from the same environment. Writes an array of {@link Finding}s as one line of JSON to standard output.
 */
public final class Checkup {
    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH);
        List<Finding> findings = new ArrayList<>();
        findings.add(look("codecs", MediaCheckup::look));
        findings.add(look("model", () -> ModelCheckup.look(config())));
        if (System.getenv("PARLEY_KAFKA") != null) {
            findings.add(look("broker", () -> broker(config())));
        }
        if (System.getenv("PARLEY_S3_ENDPOINT") != null) {
            findings.add(look("store", () -> StoreCheckup.look(config().getConfigMapping(S3Config.class))));
        }
        System.out.println(Json.write(findings));
        System.out.flush();
        Runtime.getRuntime().halt(0); // clients that still try to connect would hold it
    }

    private static SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredConverters()
                .withMapping(S3Config.class)
                .withMapping(TopicsConfig.class)
                .build();
    }

    private static Finding broker(SmallRyeConfig config) {
        return BrokerCheckup.look(
                new KafkaConnection(
                        config.getOptionalValue("parley.kafka", String.class).orElse("localhost:9092"), config),
                config.getConfigMapping(TopicsConfig.class));
    }

    /** An Error too: that is how native libraries that cannot be loaded look. */
    private static Finding look(String subject, Supplier<Finding> check) {
        try {
            return check.get();
        } catch (RuntimeException | LinkageError e) {
            return Finding.bad(subject, "the check failed: " + e, "fix the reported problem and run doctor again");
        }
    }

    private Checkup() {}
}
