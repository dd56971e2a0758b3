package dev.parley.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What machines read is the same on every machine. Elsewhere {@code "classic".toUpperCase()} is CLASSİC and
 * {@code "%05d"} is ٠٠٠٠٧; two workers would then write under two keys.
 */
class LocaleRulesTest {
    /**
     * A number in a text without a space: a key, an address, the path of a field, the name of a file or a tensor. What
     * has spaces is a sentence, and every process of ours says those in one locale.
     */
    private static final Pattern NUMBER_IN_A_NAME = Pattern.compile(
            "\"((?:[^\"\\\\\\s]|\\\\.)*%[-#+0,(]*\\d*(?:\\.\\d+)?[defgDEFGSX](?:[^\"\\\\\\s]|\\\\.)*)\"\\s*\\.formatted\\(");

    private static JavaClasses house;

    @BeforeAll
    static void open() {
        house = House.classes();
    }

    @Test
    void lettersChangeCaseInANamedLocale() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .check(house);
    }

    @Test
    void formatsThatCanNameALocaleDo() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(PrintStream.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(PrintStream.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
                .orShould()
                .callConstructor(Formatter.class)
                .orShould()
                .callConstructor(Formatter.class, Appendable.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.text.NumberFormat")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.text.DecimalFormat")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.text.SimpleDateFormat")
                .check(house);
    }

    @Test
    void everyProgramBeginsByFixingItsLocale() {
        methods()
                .that()
                .haveName("main")
                .and()
                .areStatic()
                .should(fixTheLocale())
                .check(house);
    }

    private static ArchCondition<JavaMethod> fixTheLocale() {
        return new ArchCondition<>("call Locale.setDefault") {
            @Override
            public void check(JavaMethod main, ConditionEvents events) {
                boolean does = main.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Locale.class)
                                && call.getName().equals("setDefault"));
                events.add(new SimpleConditionEvent(main, does, main.getFullName() + " leaves it to the machine"));
            }
        };
    }

    @Test
    void namesThatHoldANumberAreMadeWithoutTheDefaultLocale() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : House.sources()) {
            Matcher name = NUMBER_IN_A_NAME.matcher(Files.readString(source));
            while (name.find()) {
                found.add(House.ROOT.relativize(source) + ": " + name.group(1));
            }
        }
        assertThat(found)
                .as("join it with +, or use String.format(Locale.ROOT, ...)")
                .isEmpty();
    }

    @Test
    void theLastRuleKnowsANameFromASentence() {
        assertThat(Stream.of(
                        "\"%05d.json\".formatted(i)", "\"speakers[%d].box\"\n.formatted(i)", "\"a%.2f\".formatted(x)"))
                .allMatch(text -> NUMBER_IN_A_NAME.matcher(text).find());
        assertThat(Stream.of("\"%s.json\".formatted(i)", "\"page %d is gone\".formatted(i)", "\"%d\".length()"))
                .noneMatch(text -> NUMBER_IN_A_NAME.matcher(text).find());
    }
}
