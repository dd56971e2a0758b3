package dev.parley.cli.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A command line on its way into today's names: the word that is being looked at, and what has become of those before. */
final class Typed {
    private final List<String> words;
    private final List<String> args = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Set<String> unused = new LinkedHashSet<>();
    private int next;
    private String word;
    private String name;
    /** After the equals sign; null where there is none. */
    private String value;

    Typed(List<String> words) {
        this.words = words;
    }

    boolean hasMore() {
        return next < words.size();
    }

    String next() {
        word = words.get(next++);
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        name = equals < 0 ? word : word.substring(0, equals);
        value = equals < 0 ? null : word.substring(equals + 1);
        return word;
    }

    String nameInDashes() {
        return name.replace('_', '-');
    }

    void asItIs() {
        args.add(word);
    }

    /** This word and all that follow. */
    void rest() {
        asItIs();
        args.addAll(words.subList(next, words.size()));
        next = words.size();
    }

    /** This option under another name; its value, if it has one, stays where it is. */
    void option(String today) {
        add(today, value);
    }

    /** This option under another name, its value changed. */
    void optionWith(String today, UnaryOperator<String> change) {
        if (value == null && hasMore() && !words.get(next).startsWith("--")) {
            value = words.get(next++);
        }
        add(today, value == null ? null : change.apply(value));
    }

    /** @param value null for none */
    void add(String today, String value) {
        if (!today.equals(name)) {
            names.put(today, name);
        }
        args.add(value == null ? today : today + "=" + value);
    }

    /** The value of an option that may have one: no command that takes such options has words of its own. */
    String optionalValue() {
        if (value == null && hasMore() && !words.get(next).startsWith("-")) {
            value = words.get(next++);
        }
        return value;
    }

    /** The values of an option that may have several. */
    List<String> values() {
        List<String> values = new ArrayList<>();
        if (optionalValue() != null) {
            values.add(value);
        }
        while (hasMore() && !words.get(next).startsWith("-")) {
            values.add(words.get(next++));
        }
        return values;
    }

    /** This option has no meaning here, and neither has its value. */
    void unused() {
        optionalValue();
        unused.add(name);
    }

    TodaysNames today() {
        return new TodaysNames(args, names, List.copyOf(unused));
    }
}
