package dev.parley.kit.admission;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RequestReader;
import dev.parley.contracts.Violation;
import dev.parley.kit.mark.VisibleMarkConfig;
import dev.parley.speech.kokoro.KokoroVoices;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * {@link Admission} as a program, for use before a farm is running: the same checks and messages, on local files, with the
 * settings that a service would read from the same environment. Takes a {@link Question} as JSON on standard input and
 * writes an array of violations as JSON to standard output. A request with an input that only a farm can reach is left to
 * that farm: it yields no violations.
 */
public final class LocalAdmission {
    /**
     * What is to be checked.
     *
     * @param request JSON as its sender wrote it; {@code RequestReader} let it pass
     * @param files those that are to be uploaded, by the key they will have in the store
     */
    public record Question(String request, Map<String, Path> files) {}

    private final LimitsConfig limits;
    private final Engines engines;
    private final Abilities abilities;
    private final VisibleMarkConfig visibleMark;
    private final Config config;

    private LocalAdmission(SmallRyeConfig config, LimitsConfig limits, Engines engines, Abilities abilities) {
        this.config = config;
        this.limits = limits;
        this.engines = engines;
        this.abilities = abilities;
        this.visibleMark = config.getConfigMapping(VisibleMarkConfig.class);
    }

    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ENGLISH); // as the services
        LocalAdmission admission = configured(); // before the question, which may take a while to come
        String question = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(Json.write(admission.violations(Json.read(question, Question.class))));
    }

    static LocalAdmission configured() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredConverters()
                .withMapping(LimitsConfig.class)
                .withMapping(EngineConfig.class)
                .withMapping(VisibleMarkConfig.class)
                .build();
        ModelFolder model = ModelFolder.of(config);
        return new LocalAdmission(
                config,
                config.getConfigMapping(LimitsConfig.class),
                new Engines(config.getConfigMapping(EngineConfig.class), model),
                new Abilities(model));
    }

    List<Violation> violations(Question question) {
        try (InputFiles files = new InputFiles(question.files())) {
            Inputs inputs = Inputs.withoutFaces(files, limits); // which break no rule
            Narrator narrator = new Narrator(InstalledVoices.find(config, LocalAdmission::leave), inputs, limits);
            new Admission(inputs, new InputResolver(inputs, files), limits, engines, abilities, narrator, visibleMark)
                    .admit(
                            JobId.create(Instant.now()),
                            new RequestReader().examine(question.request().getBytes(StandardCharsets.UTF_8), false));
            return List.of();
        } catch (InvalidRequestException e) {
            return e.violations();
        } catch (InputFiles.ElsewhereException onlyTheFarmKnows) {
            return List.of();
        }
    }

    /** A large model would be loaded here and again by the farm: whether a text is short enough, the farm tells. */
    private static KokoroVoices.Speaker leave(KokoroSettings settings) {
        return (voice, sentence) -> {
            throw new InputFiles.ElsewhereException(voice);
        };
    }
}
