package dev.parley.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may import whom (docs/house.md). Arrows go down only; the build breaks when one goes up. */
class HouseRulesTest {
    /** What of admission a worker needs as well. */
    private static final List<String> WORKERS_SHARE = List.of("Engines", "LimitsConfig", "ModelFolder", "ModelsToCome");

    /** Simple names that two rooms may have, and why. */
    private static final Map<String, String> SAME_NAMES = Map.of();

    private static final String[] JACKSON = {"com.fasterxml.jackson.."};

    private static final String MODEL_INTERNALS = "dev.parley.multitalk.internal";

    private static JavaClasses house;

    @BeforeAll
    static void open() {
        house = House.classes();
    }

    @Test
    void everyRoomWasRead() {
        for (String room : List.of(
                "plan",
                "hub",
                "contracts",
                "media",
                "provenance",
                "watermark",
                "speech",
                "multitalk",
                "kokoro",
                "child",
                "broker",
                "store",
                "kit",
                "ingest",
                "worker",
                "assembler",
                "cli",
                "client",
                "kafka")) {
            assertThat(house.that(resideInAnyPackage("dev.parley." + room + "..")))
                    .as(room)
                    .isNotEmpty();
        }
    }

    @Test
    void whatIsKnownOfAModelNeedsNoTensors() {
        onlyDependsOn("plan", new String[0], "com.google.gson..");
    }

    @Test
    void modelFilesAreBroughtWithoutOpeningThem() {
        onlyDependsOn("hub", JACKSON);
    }

    @Test
    void contractsCanBeReadWithoutKnowingKafkaHttpOrS3() {
        onlyDependsOn("contracts", JACKSON, "com.networknt.schema..", "dev.parley.plan..");
    }

    @Test
    void mediaIsJavaCvOnly() {
        onlyDependsOn("media", new String[0], "org.bytedeco..");
    }

    @Test
    void credentialsAreWrittenAndReadWithoutAFarm() {
        onlyDependsOn(
                "provenance",
                new String[0],
                "com.fasterxml.jackson.core..",
                "com.fasterxml.jackson.dataformat.cbor..",
                "org.bouncycastle..",
                "javax.security.auth.x500..");
    }

    @Test
    void aWatermarkIsMadeOfPixelsOnly() {
        onlyDependsOn("watermark", new String[0], "com.google.zxing..");
    }

    @Test
    void speechKnowsTextAndSoundOnly() {
        onlyDependsOn("speech", new String[0], "com.sun.speech.freetts..", "javax.sound.sampled..");
    }

    @Test
    void theModelRendersOnALaptopWithNoBrokerAndNoJob() {
        onlyDependsOn(
                "multitalk",
                new String[0],
                "dev.parley.plan..",
                "ai.djl..",
                "com.google.gson..",
                "com.sun.jna..",
                "org.apache.commons..",
                "org.unbescape..");
    }

    @Test
    void kokoroSpeaksOnTheTensorsOfTheModel() {
        onlyDependsOn(
                "kokoro",
                new String[0],
                "dev.parley.speech..",
                "dev.parley.multitalk..",
                "ai.djl..",
                "com.google.gson..");
    }

    @Test
    void onlyOneEngineKnowsTheModel() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.parley.multitalk..", "dev.parley.worker.multitalk..", "dev.parley.kokoro..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.parley.multitalk..")
                .check(house);
    }

    /** Benchmarks measure the model's parts one by one; nobody else imports them, not even a test. */
    @Test
    void onlyTheOtherModelAndBenchmarksReachIntoTheModel() throws IOException {
        for (Path source : House.allSources()) {
            Path module = House.ROOT.relativize(source);
            if (Stream.of("multitalk", "kokoro", "tools/bench").noneMatch(module::startsWith)) {
                assertThat(Files.readString(source)).as(module.toString()).doesNotContain(MODEL_INTERNALS + ".");
            }
        }
    }

    @Test
    void theModelsApiMentionsNoneOfItsInternals() {
        List<String> mentions = new ArrayList<>();
        house.that(resideInAPackage("dev.parley.multitalk")).stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .forEach(type -> mentioned(type)
                        .filter(name -> name.startsWith(MODEL_INTERNALS))
                        .forEach(name -> mentions.add(type.getName() + ": " + name)));
        assertThat(mentions).isEmpty();
    }

    /** Types in the signatures of whatever a caller of {@code type} can name. */
    private static Stream<String> mentioned(JavaClass type) {
        Stream<JavaType> above = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> fields = visible(type.getFields()).map(JavaField::getType);
        Stream<JavaType> calls = visible(type.getCodeUnits())
                .flatMap(unit -> Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream()));
        Stream<JavaClass> thrown = visible(type.getCodeUnits()).flatMap(unit -> unit.getExceptionTypes().stream());
        return Stream.of(above, fields, calls, thrown)
                .flatMap(types -> types)
                .flatMap(mentioned -> mentioned.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getName);
    }

    private static <T extends JavaMember> Stream<T> visible(Set<T> members) {
        return members.stream()
                .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC)
                        || member.getModifiers().contains(JavaModifier.PROTECTED));
    }

    /** One package to read; what is public in another is for the model's own parts. */
    @Test
    void theModelsApiIsOnePackage() {
        classes()
                .that()
                .resideInAPackage("dev.parley.multitalk..")
                .should()
                .resideInAnyPackage("dev.parley.multitalk", MODEL_INTERNALS + "..")
                .check(house);
    }

    @Test
    void theCommandLineKnowsContractsAndTalksHttp() {
        onlyDependsOn(
                "cli",
                JACKSON,
                "javax.imageio..",
                "dev.parley.contracts..",
                "dev.parley.hub..",
                "dev.parley.plan..",
                "dev.parley.child..",
                "dev.parley.provenance..",
                "picocli..");
    }

    @Test
    void otherPeoplesProgramsGetNothingButJacksonWithTheClient() {
        onlyDependsOn("client", JACKSON);
    }

    @Test
    void theirsThatSpeakKafkaGetItsClientBesides() {
        onlyDependsOn("kafka", JACKSON, "dev.parley.client..", "org.apache.kafka..");
    }

    @Test
    void embeddedServersKnowOnlyHowToBeAChild() {
        for (String server : List.of("broker", "store")) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.parley." + server + "..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("dev.parley..")
                            .and(not(resideInAnyPackage("dev.parley." + server + "..", "dev.parley.child.."))))
                    .check(house);
        }
    }

    @Test
    void servicesNeverImportEachOther() {
        List<String> services = List.of("dev.parley.ingest..", "dev.parley.worker..", "dev.parley.assembler..");
        for (String service : services) {
            String[] others =
                    services.stream().filter(other -> !other.equals(service)).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(service)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(house);
        }
    }

    @Test
    void theKitLiesBelowTheServices() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.kit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.parley.ingest..", "dev.parley.worker..", "dev.parley.assembler..", "dev.parley.cli..")
                .check(house);
    }

    @Test
    void aWorkerPlansNothingAndFetchesNothingFromStrangers() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.worker..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.parley.kit.http..", "dev.parley.kit.admission..")
                        .and(not(describe(
                                "which engines there are, the model's folder, limits of decoding",
                                type -> WORKERS_SHARE.contains(type.getSimpleName())))))
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("dev.parley.worker..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.parley.contracts.RequestReader")
                .check(house);
    }

    @Test
    void whoTouchesTensorsDoesNotTouchTopics() {
        noClasses()
                .that(describe("touch tensors", type -> dependsOn(type, "ai.djl.")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .allowEmptyShould(true)
                .check(house);
    }

    /** A name means one thing in this house; of two types with one name a reader always opens the wrong one first. */
    @Test
    void noTwoTypesHaveOneName() throws IOException {
        Map<String, List<Path>> byName = House.allSources().stream()
                .collect(groupingBy(source -> source.getFileName().toString().replace(".java", "")));
        Set<String> shared = new TreeSet<>();
        byName.forEach((name, sources) -> {
            if (sources.size() > 1) {
                shared.add(name);
            }
        });
        assertThat(shared).isSubsetOf(SAME_NAMES.keySet());
    }

    private static boolean dependsOn(JavaClass type, String packagePrefix) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency ->
                        dependency.getTargetClass().getPackageName().startsWith(packagePrefix));
    }

    private static void onlyDependsOn(String room, String[] shared, String... own) {
        List<String> allowed = new ArrayList<>(List.of("java..", "dev.parley." + room + ".."));
        allowed.addAll(List.of(shared));
        allowed.addAll(List.of(own));
        classes()
                .that()
                .resideInAPackage("dev.parley." + room + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                        .or(describe("are primitives", type -> type.isPrimitive() || type.isArray())))
                .check(house);
    }
}
