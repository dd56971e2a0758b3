package dev.parley.cli.farm;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process of the farm: how to start it and how to know that it is ready.
 *
 * @param name as people see it, and the name of its log
 * @param environment on top of ours
 */
record ProcessSpec(String name, List<String> command, Map<String, String> environment, Path log, Readiness readiness) {
    ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    sealed interface Readiness {
        /** It prints {@code READY port=NNNN}, and {@code OPENING port=NNNN} before, if it knows its port earlier. */
        record Says() implements Readiness {}

        /** It answers 200 there. */
        record Answers(URI health) implements Readiness {}
    }
}
