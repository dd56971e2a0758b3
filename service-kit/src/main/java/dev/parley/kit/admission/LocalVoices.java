package dev.parley.kit.admission;

import dev.parley.contracts.Json;
import java.util.Locale;
import java.util.Map;

/** Prints the voices of this machine as JSON, as {@code GET /v1/voices} answers; a program for whoever has no farm yet. */
public final class LocalVoices {
    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH); // as the services
        System.out.println(Json.write(Map.of("voices", InstalledVoices.find().all())));
    }

    private LocalVoices() {}
}
