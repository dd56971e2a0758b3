package dev.parley.kit.trace;

import dev.parley.contracts.Redaction;
import dev.parley.kit.Instance;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends traces to where OpenTelemetry's own settings ({@code OTEL_*}) say; without an endpoint there are none, and nothing is
 * spent on them.
 */
@ApplicationScoped
public class Tracing {
    private static final Logger LOG = Logger.getLogger(Tracing.class);
    private static final String SCOPE = "dev.parley";
    private static final List<String> ENDPOINTS =
            List.of("otel.exporter.otlp.traces.endpoint", "otel.exporter.otlp.endpoint");
    /** A collector that does not answer must not hold up the end of a service. */
    private static final long LAST_WORDS_SECONDS = 3;

    private static volatile OpenTelemetry telemetry = OpenTelemetry.noop();
    private static volatile Tracer tracer = telemetry.getTracer(SCOPE);

    private final Instance instance;
    private final String version;
    private final Config config;
    private OpenTelemetrySdk sdk; // null while nobody collects traces

    @Inject
    Tracing(Instance instance, @ConfigProperty(name = "quarkus.application.version") String version, Config config) {
        this.instance = instance;
        this.version = version;
        this.config = config;
    }

    /** After the settings were checked, before anything happens to a job. */
    void onStart(@Observes @Priority(2) StartupEvent event) {
        if (!isAskedFor()) {
            return;
        }
        sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(this::defaults)
                .setServiceClassLoader(Tracing.class.getClassLoader())
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        use(sdk);
        LOG.infof("traces are sent  endpoint=%s", Redaction.of(first(ENDPOINTS).orElseThrow()));
    }

    void onStop(@Observes ShutdownEvent event) {
        if (sdk != null) {
            use(OpenTelemetry.noop());
            sdk.getSdkTracerProvider().shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        }
    }

    private boolean isAskedFor() {
        return first(ENDPOINTS).isPresent()
                && !config.getOptionalValue("otel.sdk.disabled", Boolean.class).orElse(false)
                && !first(List.of("otel.traces.exporter")).equals(Optional.of("none"));
    }

    private Optional<String> first(List<String> names) {
        return names.stream()
                .flatMap(name -> config.getOptionalValue(name, String.class).stream())
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    /** The environment wins. Metrics are scraped and logs are read where they are written. */
    private Map<String, String> defaults() {
        return Map.of(
                "otel.service.name",
                instance.service(),
                "otel.resource.attributes",
                "service.namespace=parley,service.instance.id=%s,service.version=%s"
                        .formatted(instance.name(), version),
                "otel.exporter.otlp.protocol",
                "http/protobuf",
                "otel.metrics.exporter",
                "none",
                "otel.logs.exporter",
                "none",
                "otel.propagators",
                "none");
    }

    static void use(OpenTelemetry next) {
        telemetry = next;
        tracer = next.getTracer(SCOPE);
    }

    /** Whether anybody collects traces. */
    public static boolean isOn() {
        return telemetry != OpenTelemetry.noop();
    }

    static Tracer tracer() {
        return tracer;
    }
}
