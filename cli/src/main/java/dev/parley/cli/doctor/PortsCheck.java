package dev.parley.cli.doctor;

import dev.parley.cli.farm.FarmPorts;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.SharedFarm;
import dev.parley.contracts.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Whether a farm finds its ports free: the page's, and those it had before. */
final class PortsCheck {
    private static final int USUAL_PAGE = 8080;

    /** @param wanted where the page has to be, there or nowhere */
    static Finding look(Path dataDir, OptionalInt wanted) throws FarmStartException, IOException {
        Optional<URI> running = SharedFarm.running(dataDir);
        if (running.isPresent()) {
            return Finding.ok("ports", "a farm runs at " + running.get());
        }
        if (!FarmPorts.isFree(0)) {
            return Finding.bad("ports", "nothing can listen on 127.0.0.1", "bring the loopback interface up");
        }
        if (wanted.isPresent() && !FarmPorts.isFree(wanted.getAsInt())) {
            return Finding.bad(
                    "ports",
                    "%d is taken by another program".formatted(wanted.getAsInt()),
                    "end that program, or choose another port");
        }
        Map<String, Integer> ports = new TreeMap<>(FarmPorts.kept(dataDir));
        ports.putIfAbsent("page", wanted.orElse(USUAL_PAGE));
        ports.values().removeIf(FarmPorts::isFree);
        return ports.isEmpty()
                ? Finding.ok("ports", "free on 127.0.0.1, the page's %d too".formatted(wanted.orElse(USUAL_PAGE)))
                : Finding.note(
                        "ports",
                        "taken by other programs: " + ports,
                        "the farm chooses others, and prints them when it is ready");
    }

    private PortsCheck() {}
}
