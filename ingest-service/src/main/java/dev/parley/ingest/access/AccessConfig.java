package dev.parley.ingest.access;

import dev.parley.kit.SettingsRule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether callers need a key, and what goes with that. */
@ApplicationScoped
class AccessConfig implements SettingsRule {
    private static final String OFF = "off";
    private static final String KEYS = "keys";
    private static final String TRUSTED = "trusted";
    private static final String REFUSED = "refused";

    private final String access;
    private final Optional<String> adminKey;
    private final Duration session;
    private final String topic;

    @Inject
    AccessConfig(
            @ConfigProperty(name = "parley.access", defaultValue = OFF) String access,
            @ConfigProperty(name = "parley.access.admin-key") Optional<String> adminKey,
            @ConfigProperty(name = "parley.access.session", defaultValue = "12h") Duration session,
            @ConfigProperty(name = "parley.access.topic", defaultValue = TRUSTED) String topic) {
        this.access = access.strip();
        this.adminKey = adminKey.map(String::strip).filter(text -> !text.isEmpty());
        this.session = session;
        this.topic = topic.strip();
    }

    boolean isOn() {
        return access.equals(KEYS);
    }

    /** The key that is there before any other: it makes the first ones. */
    Optional<KeyText> adminKey() {
        return adminKey.flatMap(KeyText::parse);
    }

    /** How long a browser stays signed in. */
    Duration session() {
        return session;
    }

    /** Whether who may publish to {@code parley.requests} may ask for jobs of any tenant. */
    boolean trustsTopic() {
        return topic.equals(TRUSTED);
    }

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!List.of(OFF, KEYS).contains(access)) {
            faults.add("parley.access is '%s', expected %s or %s".formatted(access, OFF, KEYS));
        }
        // The value may be a mistyped secret.
        if (adminKey.isPresent() && adminKey().isEmpty()) {
            faults.add("parley.access.admin-key has another form than %s".formatted(KeyText.FORM));
        }
        if (session.isNegative() || session.isZero()) {
            faults.add("parley.access.session is %s, expected more than nothing".formatted(session));
        }
        if (!List.of(TRUSTED, REFUSED).contains(topic)) {
            faults.add("parley.access.topic is '%s', expected %s or %s".formatted(topic, TRUSTED, REFUSED));
        }
        return faults;
    }
}
