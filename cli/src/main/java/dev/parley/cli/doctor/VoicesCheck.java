package dev.parley.cli.doctor;

import dev.parley.cli.farm.FarmLayout;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.LocalVoiceList;
import dev.parley.cli.http.VoiceLine;
import dev.parley.contracts.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Who can speak a text on this machine, and whether a model of voices is here that cannot be used. */
final class VoicesCheck {
    private static final String ADVICE =
            "run ./parley models verify, pull the model again (./parley models pull kokoro), or correct PARLEY_KOKORO";

    static Finding look(FarmLayout layout, Path home) throws FarmStartException, IOException {
        return finding(LocalVoiceList.of(layout, home));
    }

    static Finding finding(LocalVoiceList.Answer here) {
        Map<String, Long> counts = here.voices().stream()
                .collect(Collectors.groupingBy(VoiceLine::synthesizer, LinkedHashMap::new, Collectors.counting()));
        String found = counts.entrySet().stream()
                .map(count -> "%d of %s".formatted(count.getValue(), count.getKey()))
                .collect(Collectors.joining(", "));
        if (here.unavailable().isEmpty()) {
            return Finding.ok("voices", found);
        }
        String missing = here.unavailable().stream()
                .map(one -> "none of %s: %s".formatted(one.synthesizer(), one.reason()))
                .collect(Collectors.joining("; "));
        return Finding.note("voices", "%s; %s".formatted(found, missing), ADVICE);
    }

    private VoicesCheck() {}
}
