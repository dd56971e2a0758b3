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
            return Finding.bad("ports", "cannot listen on 127.0.0.1", "bring the loopback interface up");
        }
        if (wanted.isPresent() && !FarmPorts.isFree(wanted.getAsInt())) {
            return Finding.bad(
                    "ports",
                    "%d is in use by another program".formatted(wanted.getAsInt()),
                    "stop that program, or choose another port");
        }
        Map<String, Integer> ports = new TreeMap<>(FarmPorts.kept(dataDir));
        ports.putIfAbsent("page", wanted.orElse(USUAL_PAGE));
        ports.values().removeIf(FarmPorts::isFree);
        return ports.isEmpty()
                ? Finding.ok("ports", "free on 127.0.0.1, including the page's %d".formatted(wanted.orElse(USUAL_PAGE)))
                : Finding.note(
                        "ports",
                        "in use by other programs: " + ports,
                        "the farm will choose others and print them when it is ready");
    }

    private PortsCheck() {}
}
