package dev.parley.cli.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.RequestField;
import dev.parley.contracts.RequestFields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Option;

/** The command line and the schema of a request know the same fields under the same names. */
class OptionFieldsTest {
    /** A request has one version, and who wants to name a job gives it an idempotency key. */
    private static final Set<String> WITHOUT_OPTION = Set.of("schemaVersion", "jobId");

    /** The scale of --lora, and the file that a request is read from. */
    private static final Set<String> WITHOUT_FIELD = Set.of("--lora-scale", "--request");

    @Test
    void everyFieldHasAnOptionOrAReasonForNone() {
        Set<String> missing = new TreeSet<>();
        for (RequestField field : RequestFields.all()) {
            boolean holdsOthers = RequestFields.all().stream()
                    .anyMatch(other -> other.path().startsWith(field.path() + ".")
                            || other.path().startsWith(field.path() + "[]."));
            if (!holdsOthers && OptionFields.optionOf(field.path()).isEmpty()) {
                missing.add(field.path());
            }
        }
        assertThat(missing).isEqualTo(new TreeSet<>(WITHOUT_OPTION));
    }

    @Test
    void everyOptionSetsFieldsThatTheSchemaHas() {
        for (OptionFields.OptionField option : OptionFields.all()) {
            List<String> paths = Stream.of(
                            option.field().value(), option.field().ofEach())
                    .filter(path -> !path.isEmpty())
                    .toList();
            assertThat(paths).allSatisfy(path -> assertThat(RequestFields.find(path))
                    .as("%s of %s", path, option.option())
                    .isPresent());
        }
    }

    @Test
    void anOptionWithoutAFieldHasAReason() {
        List<String> without = Arrays.stream(RequestOptions.class.getDeclaredFields())
                .filter(member -> member.isAnnotationPresent(Option.class))
                .filter(member -> !member.isAnnotationPresent(Field.class))
                .map(member -> member.getAnnotation(Option.class).names()[0])
                .toList();
        assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT_FIELD);
    }

    @Test
    void everyReferenceNameIsKnownHereToo() {
        Set<String> options = new TreeSet<>();
        OptionFields.all().forEach(option -> options.add(option.option()));
        for (RequestField field : RequestFields.all()) {
            Stream.concat(field.referenceNames().stream(), field.referenceSwitches().keySet().stream())
                    .forEach(name -> {
                        String today = KnownNames.toTodays(options, "--" + name, "1")
                                .args()
                                .get(0);
                        assertThat(options)
                                .as("--%s of %s", name, field.path())
                                .contains(today.replaceFirst("=.*", ""));
                    });
        }
    }

    @Test
    void namesThatPeopleKnowHideNoOption() {
        assertThat(OptionFields.knownNames().keySet()).allSatisfy(name -> {
            assertThat(name).isEqualTo(name.toLowerCase(Locale.ROOT)).matches("--[a-z0-9-]+");
            OptionFields.all().stream()
                    .map(OptionFields.OptionField::option)
                    .filter(name::equals)
                    .forEach(option ->
                            assertThat(OptionFields.knownNames().get(name)).isEqualTo(option));
        });
    }
}
