package dev.parley.cli.farm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
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
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below, as for a number out of range
        }
        throw new FarmStartException("ports.properties: '%s' is '%s', expected a port".formatted(name, text));
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
        while (true) {
            try (ServerSocket socket = bind(0)) {
                // A port just freed may be offered again before its process listens there.
                if (!given.contains(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private boolean free(int port) {
        return !given.contains(port) && isFree(port);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = bind(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
