package dev.parley.kit;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;

/**
 * Where every service begins. One locale for all of them, whatever the machine's is: in Turkish Kafka's own
 * {@code toUpperCase()} does not find its group types, and in Arabic, Persian or Marathi ports and keys would be
 * written in other digits than on the next machine.
 */
@QuarkusMain
public final class ServiceMain {
    public static void main(String... args) {
        Locale.setDefault(Locale.ENGLISH);
        Quarkus.run(args);
    }

    private ServiceMain() {}
}
