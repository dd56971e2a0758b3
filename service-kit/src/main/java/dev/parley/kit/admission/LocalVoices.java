package dev.parley.kit.admission;

import dev.parley.contracts.Json;
import dev.parley.speech.Voices;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the voices of this machine as JSON, as {@code GET /v1/voices} answers, and those that cannot be used with the
 * reason; a program for whoever has no farm yet.
 */
public final class LocalVoices {
    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH); // as the services
        Voices voices = InstalledVoices.find(
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .addDefaultSources()
                        .addDiscoveredConverters()
                        .build(),
                KokoroSettings::speaker);
        System.out.println(Json.write(Map.of("voices", voices.all(), "unavailable", voices.unavailable())));
    }

    private LocalVoices() {}
}
