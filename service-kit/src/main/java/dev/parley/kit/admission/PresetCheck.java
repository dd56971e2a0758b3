package dev.parley.kit.admission;

import dev.parley.contracts.Spelling;
import dev.parley.contracts.Violation;
import dev.parley.plan.Presets;
import java.util.Optional;

/** Whether the farm's model knows a preset. */
final class PresetCheck {
    static Optional<Violation> of(String name, Presets known) {
        if (known.find(name).isPresent()) {
            return Optional.empty();
        }
        String meant = Spelling.nearest(name, known.names())
                .map("; did you mean '%s'?"::formatted)
                .orElse("");
        return Optional.of(new Violation(
                "preset",
                "unknown-value",
                "found '%s', expected one of %s%s".formatted(name, String.join(", ", known.names()), meant)));
    }

    private PresetCheck() {}
}
