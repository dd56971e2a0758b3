package dev.parley.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where the store listens on 127.0.0.1: chosen free once and kept with the data, so that clients find it again. */
final class StorePort {
    private static final String FILE = "port";

    /** The port kept in {@code dir}, or a new one if there is none or it now belongs to somebody else. */
    static int claim(Path dir) throws IOException, StoreStartException {
        Path file = dir.resolve(FILE);
        int port = freeOr(Files.exists(file) ? kept(file) : 0);
        Path part = file.resolveSibling(FILE + ".part");
        Files.writeString(part, Integer.toString(port));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return port;
    }

    private static int kept(Path file) throws IOException, StoreStartException {
        String text = Files.readString(file).strip();
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below, as for a number out of range
        }
        throw new StoreStartException(
                "%s holds '%s', expected a port (delete the file to choose a new one)".formatted(file, text));
    }

    private static int freeOr(int wanted) throws IOException {
        if (wanted != 0) {
            try {
                return probe(wanted);
            } catch (IOException taken) {
                // Somebody else listens there now; clients learn the new port from us.
            }
        }
        return probe(0);
    }

    private static int probe(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        }
    }

    private StorePort() {}
}
