package dev.parley.bench.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.AppliedLoras;
import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.Lora;
import dev.parley.multitalk.Mode;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.RenderedWindow;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.Speech;
import dev.parley.multitalk.VideoRequest;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A folder of the published layout is written and rendered with. */
class LayoutCommandTest {
    private static final Path TOKENIZER = Path.of("../../models/multitalk-tiny/Wan2.1-I2V-14B-480P/google/umt5-xxl");

    private static final Size VIDEO = new Size(64, 64);

    private final StringWriter errors = new StringWriter();

    @TempDir
    Path dir;

    private int layout(String... options) {
        List<String> line = new ArrayList<>(List.of("--out=" + dir.resolve("model"), "--tokenizer=" + TOKENIZER));
        line.addAll(List.of(options));
        CommandLine command = new CommandLine(new LayoutCommand()).setErr(new PrintWriter(errors, true));
        command.setExecutionExceptionHandler((e, of, given) -> {
            errors.append(e.getMessage());
            return 2;
        });
        return command.execute(line.toArray(String[]::new));
    }

    @Test
    void aNarrowModelOfThePublishedLayoutRenders() throws IOException {
        assertThat(layout("--scale=1/64", "--layers=2", "--shards=3", "--side=64"))
                .as(errors.toString())
                .isZero();
        Path model = dir.resolve("model");
        assertThat(model.resolve("Wan2.1-I2V-14B-480P"))
                .isDirectoryContaining(file -> file.endsWith("diffusion_pytorch_model-00003-of-00003.safetensors"))
                .isDirectoryContaining(file -> file.endsWith("multitalk.safetensors"));
        ModelFiles.in(model).check(ModelOptions.CPU);
        assertThat(firstWindow(model, List.of()).rgb()).hasSize(5 * 64 * 64 * 3);
    }

    @Test
    void itsLorasChangeWhatItRenders() throws IOException {
        assertThat(layout("--scale=1/64", "--layers=2", "--side=64")).isZero();
        Path model = dir.resolve("model");
        byte[] plain = firstWindow(model, List.of()).rgb();
        for (String name :
                List.of("Wan2.1_I2V_14B_FusionX_LoRA", "Wan21_T2V_14B_lightx2v_cfg_step_distill_lora_rank32")) {
            Lora lora = new Lora(model.resolve("loras").resolve(name + ".safetensors"), 1);
            assertThat(firstWindow(model, List.of(lora)).rgb()).as(name).isNotEqualTo(plain);
        }
    }

    private static RenderedWindow firstWindow(Path folder, List<Lora> loras) throws IOException {
        try (MultiTalk model = MultiTalk.open(folder);
                AppliedLoras applied = model.apply(loras)) {
            assertThat(applied.ignored()).isEmpty();
            GuidanceSettings guidance = new GuidanceSettings(1, 2, null);
            Settings settings =
                    new Settings(Mode.CLIP, 1, 5, guidance, 0, 1, 5, 1, false, SizeBuckets.just(VIDEO), null);
            Speech voice = Speech.ofPrepared(new float[5 * 640]);
            RgbImage picture = new RgbImage(VIDEO, new byte[64 * 64 * 3]);
            try (Rendering rendering = model.prepare(VideoRequest.of(picture, "A face.", voice, settings))) {
                return rendering.window(0, null, RenderListener.ignored());
            }
        }
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
        Path kept =
                Files.writeString(Files.createDirectories(dir.resolve("model")).resolve("mine"), "kept");
        assertThat(layout()).isNotZero();
        assertThat(errors.toString()).contains("is not empty");
        assertThat(kept).hasContent("kept");
    }

    @ParameterizedTest
    @CsvSource({
        "--scale=2, expected 1",
        "--scale=1/0, expected 1",
        "--shards=0, at least 1",
        "--side=20, a multiple of 16"
    })
    void valuesThatCannotBeAreRefused(String option, String message) {
        assertThat(layout(option)).isNotZero();
        assertThat(errors.toString()).contains(message);
        assertThat(dir.resolve("model")).doesNotExist();
    }
}
