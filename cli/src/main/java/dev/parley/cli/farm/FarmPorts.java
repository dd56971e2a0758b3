package dev.parley.cli.farm;

import dev.parley.child.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The ports that the farm of a data directory had when it ran last, and would like again. */
public final class FarmPorts {
    /** By name; nothing where there was no farm. */
    public static Map<String, Integer> kept(Path dataDir) throws IOException {
        Map<String, Integer> ports = new TreeMap<>();
        read(dataDir.resolve("ports.properties"), ports, "");
        read(dataDir.resolve("broker").resolve("ports.properties"), ports, "broker ");
        Path store = dataDir.resolve("store").resolve("port");
        if (Files.exists(store)) {
            put(ports, "store", Files.readString(store).strip());
        }
        return ports;
    }

    private static void read(Path file, Map<String, Integer> ports, String prefix) throws IOException {
        KeptProperties kept = KeptProperties.load(file);
        for (String name : kept.names()) {
            put(ports, prefix + name, kept.get(name));
        }
    }

    /** What is no number is complained of when the farm starts. */
    private static void put(Map<String, Integer> ports, String name, String text) {
        if (text.matches("\\d{1,5}")) {
            ports.put(name, Integer.valueOf(text));
        }
    }

    /** Whether a server could listen there, on 127.0.0.1. */
    public static boolean isFree(int port) {
        return LoopbackPort.isFree(port);
    }

    private FarmPorts() {}
}
