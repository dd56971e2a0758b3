package dev.parley.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/** A port of 127.0.0.1 that is chosen free once and kept with the data, so that clients find it again. */
public final class LoopbackPort {
    /** The port that {@code text} spells, 0 to 65535; nothing if it spells none. */
    public static OptionalInt parse(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            return port >= 0 && port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Whether {@code port} of 127.0.0.1 can be listened on; 0 asks for any port. */
    public static boolean isFree(int port) {
        try {
            probe(port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** {@code wanted} if it is free, else any free port; 0 wants none in particular. */
    public static int freeOr(int wanted) throws IOException {
        // If another program listens there now, clients learn the new port from us.
        return wanted != 0 && isFree(wanted) ? wanted : probe(0);
    }

    private static int probe(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        }
    }

    private LoopbackPort() {}
}
