package dev.parley.broker;

import dev.parley.child.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * Where the broker listens on 127.0.0.1. Chosen free once and kept with the data: clients find it again, and the
 * controller's port is part of the quorum's record, so that a new one at each start would cost seconds.
 */
record BrokerPorts(int client, int controller) {
    private static final String FILE = "ports.properties";

    /**
     * The ports kept in {@code dir}; one that is not there yet, or now belongs to somebody else, is chosen anew.
     *
     * @param wanted where clients have to find the broker: there or nowhere; 0 for no wish
     */
    static BrokerPorts claim(Path dir, int wanted) throws IOException, BrokerStartException {
        BrokerPorts kept = kept(dir);
        int client = LoopbackPort.freeOr(wanted == 0 ? kept.client : wanted);
        if (wanted != 0 && client != wanted) {
            throw new BrokerStartException(
                    "port %d of 127.0.0.1 is taken by another program; choose another one".formatted(wanted));
        }
        int controller = LoopbackPort.freeOr(kept.controller == client ? 0 : kept.controller);
        while (controller == client) { // free it is, since nobody listens on it yet
            controller = LoopbackPort.freeOr(0);
        }
        BrokerPorts claimed = new BrokerPorts(client, controller);
        claimed.keep(dir.resolve(FILE));
        return claimed;
    }

    /** As {@code dir} has them; 0 for one that was never chosen. */
    static BrokerPorts kept(Path dir) throws IOException, BrokerStartException {
        Path file = dir.resolve(FILE);
        Properties kept = new Properties();
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                kept.load(in);
            }
        }
        return new BrokerPorts(port(kept, "client", file), port(kept, "controller", file));
    }

    private static int port(Properties kept, String name, Path file) throws BrokerStartException {
        String text = kept.getProperty(name, "0");
        return LoopbackPort.parse(text)
                .orElseThrow(() -> new BrokerStartException(
                        "%s: '%s' is '%s', expected a port (delete the file to choose new ones)"
                                .formatted(file, name, text)));
    }

    private void keep(Path file) throws IOException {
        Properties kept = new Properties();
        kept.setProperty("client", Integer.toString(client));
        kept.setProperty("controller", Integer.toString(controller));
        Path part = file.resolveSibling(FILE + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            kept.store(out, null);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
