package dev.parley.contracts;

import java.util.List;
import java.util.Map;

/**
 * What the sender of a request wrote, for those who find fault with it later: they know today's fields, in which a script
 * has become the texts of its people.
 */
public final class RequestWording {
    /** A request in today's form without a script. */
    public static final RequestWording TODAYS = new RequestWording(Map.of(), Map.of());

    private final Map<String, String> names;
    private final Map<String, Lines> scripts;

    /**
     * The lines of a text that were taken out of a script.
     *
     * @param script all of it
     * @param at by line, where in the script each char of it stands
     */
    record Lines(String script, List<List<Integer>> at) {
        Lines {
            at = List.copyOf(at);
        }
    }

    /**
     * @param names what the sender calls today's fields; what lies in one is called as it is
     * @param scripts by the path of a text that comes out of a script
     */
    RequestWording(Map<String, String> names, Map<String, Lines> scripts) {
        this.names = Map.copyOf(names);
        this.scripts = Map.copyOf(scripts);
    }

    /** What the sender calls the field that is {@code path} in today's form. */
    public String nameOf(String path) {
        String known = path;
        while (!known.isEmpty() && !names.containsKey(known)) {
            known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
        }
        return known.isEmpty() ? path : names.get(known);
    }

    /**
     * Where a word stands in what the sender wrote, {@code line 2, column 4}; without the line where a text has only one.
     *
     * @param path of a text in today's form
     * @param lines of that text
     * @param line from 0
     * @param offset of the word in the line, in chars
     */
    public String placeOf(String path, List<String> lines, int line, int offset) {
        Lines script = scripts.get(path);
        if (script != null) {
            List<Integer> at = script.at.get(line);
            return place(script.script, at.get(Math.min(offset, at.size() - 1)));
        }
        int column = 1 + lines.get(line).codePointCount(0, offset);
        return lines.size() > 1 ? "line %d, column %d".formatted(line + 1, column) : "column " + column;
    }

    /** Both from 1; columns are whole characters. */
    static String place(String text, int at) {
        long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
        int begin = text.lastIndexOf('\n', at - 1) + 1;
        return "line %d, column %d".formatted(line, 1 + text.codePointCount(begin, at));
    }

    /** The same faults, under the names that the sender knows. */
    public InvalidRequestException named(InvalidRequestException faults) {
        return new InvalidRequestException(faults.violations().stream()
                .map(fault -> new Violation(nameOf(fault.path()), fault.code(), fault.message()))
                .distinct()
                .toList());
    }
}
