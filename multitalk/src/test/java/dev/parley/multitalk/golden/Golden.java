package dev.parley.multitalk.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDScope;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * A directory of tensors saved from the reference: {@code manifest.json}, {@code cases/*.safetensors} and the weights
 * they were made with. {@code -Dgolden.dir=...} names another one than the project's own.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> golden() {
 *     return Golden.tests("clip", c -> c.check("out.tokens", model(c).forward(c.get("in.video"))));
 * }
 * }</pre>
 */
public final class Golden {
    private static final Golden CHOSEN = choose();

    private final Path directory;
    private final List<JsonObject> entries;
    private final Torch torch = Torch.open(System.getProperty("golden.device", "cpu"));
    private final Map<String, Object> models = new ConcurrentHashMap<>();

    private Golden(Path directory) throws IOException {
        this.directory = directory;
        List<JsonObject> found = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(directory.resolve("manifest.json"))) {
            for (JsonElement entry :
                    JsonParser.parseReader(reader).getAsJsonObject().getAsJsonArray("cases")) {
                found.add(entry.getAsJsonObject());
            }
        }
        entries = List.copyOf(found);
    }

    private static Golden choose() {
        try {
            String named = System.getProperty("golden.dir");
            return new Golden(
                    named != null
                            ? Path.of(named)
                            : Path.of(Golden.class.getResource("/golden").toURI()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A test for each case of {@code component}. Tensors that {@code check} makes are freed after each. */
    public static Stream<DynamicTest> tests(String component, Check check) {
        return tests(component, name -> true, check);
    }

    /** A test for each case of {@code component} whose name passes. All outputs of a case must be checked. */
    public static Stream<DynamicTest> tests(String component, Predicate<String> named, Check check) {
        List<JsonObject> chosen = CHOSEN.entries.stream()
                .filter(entry -> entry.get("component").getAsString().equals(component))
                .filter(entry -> named.test(entry.get("case").getAsString()))
                .toList();
        if (chosen.isEmpty()) {
            return Stream.of(DynamicTest.dynamicTest("no case of " + component, () -> {
                assertThat(System.getProperty("golden.dir"))
                        .as("the project's own cases cover " + component)
                        .isNotNull();
                Assumptions.abort("no case of " + component + " in " + CHOSEN.directory);
            }));
        }
        return chosen.stream()
                .map(entry -> DynamicTest.dynamicTest(entry.get("case").getAsString(), () -> {
                    try (NDScope scope = new NDScope()) {
                        scope.suppressNotUsedWarning();
                        GoldenCase golden = new GoldenCase(CHOSEN, entry);
                        check.run(golden);
                        golden.finish();
                    }
                }));
    }

    /** What a test does with a case. */
    public interface Check {
        void run(GoldenCase golden) throws Exception;
    }

    /** The model at {@code path}, opened once for all cases. */
    public static <T> T model(String path, Function<Path, T> open) {
        @SuppressWarnings("unchecked") // one path, one model
        T model = (T) CHOSEN.models.computeIfAbsent(path, p -> open.apply(path(p)));
        return model;
    }

    /** PyTorch on the CPU, the same one for all cases. */
    public static Torch pytorch() {
        return CHOSEN.torch;
    }

    Torch torch() {
        return torch;
    }

    /** A file of the directory. */
    public static Path path(String relative) {
        return CHOSEN.directory.resolve(relative);
    }

    /** Keeps what was measured, for whoever wants to know how near it was. */
    void report(String line) {
        try {
            Path target = Files.createDirectories(Path.of("target"));
            Files.writeString(
                    target.resolve("golden.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
