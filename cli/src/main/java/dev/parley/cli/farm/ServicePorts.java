package dev.parley.cli.farm;

import dev.parley.child.LoopbackPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/** Where the services listen on 127.0.0.1: chosen free once and kept, chosen anew when somebody else has them. */
final class ServicePorts {
    private static final int USUAL_PAGE = 8080;
    private final KeptProperties kept;
    private final Set<Integer> given = new HashSet<>();

    private ServicePorts(KeptProperties kept) {
        this.kept = kept;
    }

    static ServicePorts keptIn(Path dataDir) throws IOException {
        return new ServicePorts(KeptProperties.load(dataDir.resolve("ports.properties")));
    }

    /** The page and the REST API, where people expect them if that is free. */
    int page() throws IOException, FarmStartException {
        return claim("page", USUAL_PAGE);
    }

    /** The page, where somebody asked for it: there or nowhere. */
    int page(int wanted) throws IOException, FarmStartException {
        if (!free(wanted)) {
            throw new FarmStartException(
                    "Port %d on 127.0.0.1 is in use by another program; choose another one".formatted(wanted));
        }
        return keep("page", wanted);
    }

    int of(String process) throws IOException, FarmStartException {
        return claim(process, 0);
    }

    private int claim(String name, int usual) throws IOException, FarmStartException {
        String text = kept.get(name);
        int wanted = text == null ? usual : parse(name, text);
        return keep(name, wanted != 0 && free(wanted) ? wanted : anyFree());
    }

    private int parse(String name, String text) throws FarmStartException {
        OptionalInt port = LoopbackPort.parse(text);
        if (port.orElse(0) == 0) {
            throw new FarmStartException("ports.properties: '%s' is '%s', expected a port".formatted(name, text));
        }
        return port.getAsInt();
    }

    private int keep(String name, int port) throws IOException {
        given.add(port);
        if (!Integer.toString(port).equals(kept.get(name))) {
            kept.set(name, Integer.toString(port));
            kept.store();
        }
        return port;
    }

    private int anyFree() throws IOException {
        int port;
        do {
            port = LoopbackPort.freeOr(0);
        } while (given.contains(port)); // a free port may be offered again before its process listens there
        return port;
    }

    private boolean free(int port) {
        return !given.contains(port) && LoopbackPort.isFree(port);
    }
}
