package dev.parley.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.request.OptionHelp;
import dev.parley.cli.request.RequestOptions;
import dev.parley.plan.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class FarmLayoutTest {
    @TempDir
    Path root;

    @Test
    void aPresetOfTheModelIsInTheHelpAndInTheCompletion() throws IOException {
        settings("models/multitalk-tiny", "{\"presets\": {\"draft\": {\"sample_steps\": 2}}}");
        CommandLine command = new CommandLine(new RequestOptions());
        OptionHelp.complete(command.getCommandSpec(), presets(Map.of()));
        OptionSpec preset = command.getCommandSpec().findOption("--preset");
        assertThat(preset.description()[0]).contains("One of standard, fusionx, lightx2v, draft.");
        assertThat(preset.completionCandidates()).contains("draft");
    }

    @Test
    void theVariablesOfTheServicesSayWhichModelItIs() throws IOException {
        settings("mine/big", "{\"presets\": {\"draft\": {\"sample_steps\": 2}}}");
        String models = root.resolve("mine").toString();
        assertThat(presets(Map.of("PARLEY_MODELS", models, "PARLEY_MODEL", "big")))
                .contains("draft");
        assertThat(presets(Map.of("PARLEY_MODELS", models))).isEqualTo(Presets.PUBLISHED.names());
    }

    @Test
    void aPulledModelIsFoundInTheDataDirectory() throws IOException {
        settings("data/models/big", "{\"presets\": {\"draft\": {\"sample_steps\": 2}}}");
        assertThat(presets(Map.of("PARLEY_DATA", root.resolve("data").toString(), "PARLEY_MODEL", "big")))
                .contains("draft");
    }

    @Test
    void helpDoesNotFailOnAModelWithBadSettings() throws IOException {
        settings("models/multitalk-tiny", "{\"presets\": {\"draft\": {\"sample_steps\": \"two\"}}}");
        assertThat(presets(Map.of())).isEqualTo(Presets.PUBLISHED.names());
    }

    @Test
    void pulledVoicesAreSpokenWithTheWorkersLibraries() throws IOException {
        Path data = root.resolve("data");
        FarmLayout layout = new FarmLayout(root);
        assertThat(layout.modelSettings(data, Map.of()))
                .containsEntry(
                        "PARLEY_KOKORO_CLASSPATH",
                        "%1$s/render-worker/lib/main/*:%1$s/render-worker/lib/boot/*".formatted(root))
                .doesNotContainKey("PARLEY_KOKORO");
        Path pulled = Files.createDirectories(data.resolve("models/Kokoro-82M"));
        assertThat(layout.modelSettings(data, Map.of())).containsEntry("PARLEY_KOKORO", pulled.toString());
        assertThat(layout.modelSettings(data, Map.of("PARLEY_MODELS", "/mine")))
                .doesNotContainKeys("PARLEY_KOKORO", "PARLEY_MODELS");
        assertThat(layout.modelSettings(data, Map.of("PARLEY_KOKORO", "/mine", "PARLEY_KOKORO_CLASSPATH", "/jars/*")))
                .doesNotContainKeys("PARLEY_KOKORO", "PARLEY_KOKORO_CLASSPATH");
    }

    private List<String> presets(Map<String, String> environment) {
        return new FarmLayout(root).presets(environment).names();
    }

    private void settings(String model, String json) throws IOException {
        Files.writeString(Files.createDirectories(root.resolve(model)).resolve("multitalk.json"), json);
    }
}
