package dev.parley.kit.telemetry;

import dev.parley.kit.Instance;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One registry and one endpoint, {@code /q/metrics}, for our own metrics (Prometheus client, native histograms) and for
 * those that Quarkus measures through Micrometer.
 */
@ApplicationScoped
public class Metrics {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    @Inject
    PrometheusRegistry registry;

    @Inject
    Instance instance;

    @ConfigProperty(name = "parley.work.dir", defaultValue = "${java.io.tmpdir}")
    Path workDir;

    @Produces
    @Singleton
    static PrometheusRegistry registry() {
        return new PrometheusRegistry();
    }

    @Produces
    @Singleton
    static PrometheusMeterRegistry micrometer(PrometheusRegistry registry) {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
    }

    void publish(@Observes Router router) {
        // What scrapes us gives us labels of its own; alerts go by this one.
        Info.builder()
                .name("parley_service_info")
                .help("Which of the farm's services this is")
                .labelNames("service")
                .register(registry)
                .addLabelValues(instance.service());
        HostMetrics.ofLinux().register(registry, workDir);
        // Before the router of /q, which would answer 404.
        router.get("/q/metrics").order(-100).blockingHandler(this::scrape);
    }

    private void scrape(RoutingContext context) {
        ExpositionFormatWriter writer = FORMATS.findWriter(context.request().getHeader("Accept"));
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 16);
        try {
            writer.write(body, registry.scrape());
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory does not fail", e);
        }
        context.response().putHeader("Content-Type", writer.getContentType()).end(Buffer.buffer(body.toByteArray()));
    }
}
