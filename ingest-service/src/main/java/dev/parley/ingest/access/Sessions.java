package dev.parley.ingest.access;

import dev.parley.ingest.secret.FarmMac;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser gets for a key: the key's id and an end, under the farm's seal. Nothing is kept of it, so every instance
 * knows it; and it ends with its key.
 */
@ApplicationScoped
public class Sessions {
    public static final String COOKIE = "parley_session";

    private static final String PURPOSE = "session";
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{12}\\.\\d{1,12})\\.([A-Za-z0-9_-]{43})");

    private final FarmMac mac;
    private final KeyRing keys;
    private final AccessConfig config;
    private final Clock clock;

    @Inject
    Sessions(FarmMac mac, KeyRing keys, AccessConfig config, Clock clock) {
        this.mac = mac;
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    String of(Caller caller) {
        String said = caller.keyId() + "." + clock.instant().plus(duration()).getEpochSecond();
        return said + "." + mac.of(PURPOSE, said);
    }

    public Duration duration() {
        return config.session();
    }

    Optional<Caller> caller(String session) {
        Matcher parts = FORM.matcher(session == null ? "" : session);
        if (!parts.matches() || !mac.fits(PURPOSE, parts.group(1), parts.group(2))) {
            return Optional.empty();
        }
        int dot = parts.group(1).indexOf('.');
        Instant end = Instant.ofEpochSecond(Long.parseLong(parts.group(1).substring(dot + 1)));
        return clock.instant().isBefore(end) ? keys.session(parts.group(1).substring(0, dot)) : Optional.empty();
    }
}
