package dev.parley.speech.english;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A list beside the classes that read it: columns between tabs, comments behind {@code #}. */
final class Table {
    /** The rows of a resource, by columns. */
    static List<String[]> rows(String resource) {
        try (InputStream in = Table.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }

    /** The second column by the first. */
    static Map<String, String> map(String resource) {
        Map<String, String> map = new LinkedHashMap<>();
        rows(resource).forEach(row -> map.put(row[0], row[1]));
        return map;
    }

    private Table() {}
}
