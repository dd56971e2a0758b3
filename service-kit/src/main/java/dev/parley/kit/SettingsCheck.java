package dev.parley.kit;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;

/** Ends a start with settings that cannot be, before broker and store are waited for, and names all of them at once. */
@ApplicationScoped
class SettingsCheck {
    private final List<SettingsRule> rules;

    @Inject
    SettingsCheck(@All List<SettingsRule> rules) {
        this.rules = rules;
    }

    /** Before the bucket, the topics and whatever else asks the network. */
    void onStart(@Observes @Priority(1) StartupEvent event) {
        List<String> faults =
                rules.stream().flatMap(rule -> rule.faults().stream()).toList();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("Invalid settings: " + String.join("; ", faults));
        }
    }
}
