package dev.parley.kit.mark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contracts.Json;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The search for a watermark as a program, for a video on this machine and without a farm. Takes the file's path on standard
 * input and writes a {@link WatermarkReport} as JSON to standard output.
 */
public final class LocalDetection {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ENGLISH); // as the services
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredConverters()
                .withMapping(WatermarkConfig.class)
                .build();
        Path file = Path.of(Json.read(new String(System.in.readAllBytes(), UTF_8), String.class));
        System.out.println(Json.write(WatermarkReport.of(
                file,
                Long.MAX_VALUE,
                config.getConfigMapping(WatermarkConfig.class).pattern(),
                PATIENCE)));
    }

    private LocalDetection() {}
}
