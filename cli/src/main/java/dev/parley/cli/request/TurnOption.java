package dev.parley.cli.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.Json;
import dev.parley.plan.SpeakerMasks;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A turn on the command line, {@code speaker=1,start=0.5,audio=a.wav,from=1,to=2}. A text may contain commas: it is the
 * last field and takes all that follows.
 *
 * @param fields of a turn in a request
 */
record TurnOption(ObjectNode fields) {
    private static final String TEXT = "text=";
    private static final List<String> NUMBERS = List.of("speaker", "start", "from", "to");

    /** From 0, from left to right; whoever cannot be is left out. */
    static List<Integer> peopleWithTexts(List<TurnOption> turns) {
        return turns.stream()
                .map(TurnOption::fields)
                .filter(turn -> turn.has("text"))
                .map(turn -> turn.path("speaker").asInt() - 1)
                .filter(person -> person >= 0 && person < SpeakerMasks.MOST_PEOPLE)
                .distinct()
                .sorted()
                .toList();
    }

    static final class Converter implements ITypeConverter<TurnOption> {
        @Override
        public TurnOption convert(String value) {
            ObjectNode turn = Json.mapper().createObjectNode();
            String rest = value;
            while (!rest.isEmpty()) {
                int end = rest.indexOf(',');
                String field = rest.startsWith(TEXT) || end < 0 ? rest : rest.substring(0, end);
                rest = rest.substring(Math.min(rest.length(), field.length() + 1));
                put(turn, field, value);
            }
            return new TurnOption(turn);
        }

        private static void put(ObjectNode turn, String field, String whole) {
            int equals = field.indexOf('=');
            String name = field.substring(0, Math.max(0, equals));
            String value = field.substring(equals + 1);
            if (NUMBERS.contains(name)) {
                putNumber(turn, name, value, whole);
            } else if (name.equals("audio") || name.equals("text")) {
                turn.put(name, value);
            } else {
                throw new TypeConversionException(
                        "'%s' is not speaker=N[,start=S],audio=FILE[,from=S][,to=S] or speaker=N[,start=S],text=WORDS: '%s'"
                                .formatted(whole, field));
            }
        }

        private static void putNumber(ObjectNode turn, String name, String value, String whole) {
            try {
                if (name.equals("speaker")) {
                    turn.put(name, Integer.parseInt(value));
                } else {
                    turn.put(name, Double.parseDouble(value));
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'%s': %s is not a number: '%s'".formatted(whole, name, value));
            }
        }
    }
}
