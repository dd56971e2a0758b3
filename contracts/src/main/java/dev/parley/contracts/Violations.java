package dev.parley.contracts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Collects what is wrong with one request. Remembers which places are spoilt, that is already objected to and therefore
 * empty by now, so that no rule complains a second time about what only looks absent.
 */
final class Violations {
    /** Nobody reads more, and a hostile request must not make an answer many times its own size. */
    private static final int MOST = 100;

    private final List<Violation> found = new ArrayList<>();
    private final Set<String> spoilt = new HashSet<>();
    private int unlisted;

    /** An objection to the value at {@code path}, which nobody may judge any more. */
    void spoil(String path, String code, String message) {
        add(path, code, message);
        spoilt.add(path);
    }

    /** An objection to what is at {@code path}; the value stays. */
    void add(String path, String code, String message) {
        if (found.size() < MOST) {
            found.add(new Violation(path, code, message));
        } else {
            unlisted++;
        }
    }

    /** An objection that holds only if nothing at, above or below {@code path} is spoilt. */
    void addUnlessSpoilt(String path, String code, String message) {
        for (String place : spoilt) {
            if (isWithin(path, place) || isWithin(place, path)) {
                return;
            }
        }
        add(path, code, message);
    }

    /** Whether the very value at {@code path} was objected to. */
    boolean isSpoilt(String path) {
        return spoilt.contains(path);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Everything found, with the paths as {@code named} knows them. */
    List<Violation> list(UnaryOperator<String> named) {
        // Two of today's fields may be one of the sender's.
        Set<Violation> all = new LinkedHashSet<>();
        for (Violation violation : found) {
            all.add(new Violation(named.apply(violation.path()), violation.code(), violation.message()));
        }
        if (unlisted > 0) {
            all.add(new Violation("", "too-many-violations", "found %d more, not listed".formatted(unlisted)));
        }
        return List.copyOf(all);
    }

    /** Whether {@code path} is {@code outer} or below it. */
    private static boolean isWithin(String path, String outer) {
        return path.startsWith(outer)
                && (outer.isEmpty()
                        || path.length() == outer.length()
                        || path.charAt(outer.length()) == '.'
                        || path.charAt(outer.length()) == '[');
    }
}
