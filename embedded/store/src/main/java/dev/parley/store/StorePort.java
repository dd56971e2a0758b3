package dev.parley.store;

import dev.parley.child.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where the store listens on 127.0.0.1: chosen free once and kept with the data, so that clients find it again. */
final class StorePort {
    private static final String FILE = "port";

    /** The port kept in {@code dir}, or a new one if there is none or it now belongs to somebody else. */
    static int claim(Path dir) throws IOException, StoreStartException {
        Path file = dir.resolve(FILE);
        int port = LoopbackPort.freeOr(Files.exists(file) ? kept(file) : 0);
        Path part = file.resolveSibling(FILE + ".part");
        Files.writeString(part, Integer.toString(port));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return port;
    }

    private static int kept(Path file) throws IOException, StoreStartException {
        String text = Files.readString(file).strip();
        return LoopbackPort.parse(text)
                .orElseThrow(() -> new StoreStartException(
                        "%s holds '%s', expected a port (delete the file to choose a new one)".formatted(file, text)));
    }

    private StorePort() {}
}
