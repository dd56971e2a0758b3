package dev.parley.worker.multitalk.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.multitalk.inspect.ModelConverter.Outcome;
import dev.parley.worker.multitalk.inspect.ModelConverter.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConverterTest {
    private static final Path VAE = Path.of("../models/multitalk-tiny/Wan2.1-I2V-14B-480P/Wan2.1_VAE.pth");

    @TempDir
    Path folder;

    private static Outcome safetensors(Path from, Path to, boolean force) {
        return ModelConverter.outcome(
                new Task(from.toString(), "safetensors", to == null ? null : to.toString(), null, force));
    }

    @Test
    void aPickleIsWrittenBesideItselfAndNotOverwrittenUnasked() throws IOException {
        Path pickle = Files.copy(VAE, folder.resolve("vae.pth"));
        Path written = folder.resolve("vae.safetensors");
        Outcome first = safetensors(pickle, null, false);
        assertThat(first.problem()).isNull();
        assertThat(first.written()).containsExactly(written.toString());
        assertThat(written).isRegularFile();
        Outcome second = safetensors(pickle, null, false);
        assertThat(second.invalid()).isTrue();
        assertThat(second.problem()).contains("vae.safetensors is there already: --force replaces it");
        assertThat(safetensors(pickle, null, true).problem()).isNull();
    }

    @Test
    void whatCannotBeConvertedIsSaid() throws IOException {
        Path text = Files.writeString(folder.resolve("a.pth"), "no zip");
        Outcome damaged = safetensors(text, null, false);
        assertThat(damaged.invalid()).isTrue();
        assertThat(damaged.problem()).contains("a.pth is no zip of torch.save");
        assertThat(safetensors(VAE.resolveSibling("multitalk.safetensors"), null, false)
                        .problem())
                .contains("give the output's name");
        assertThat(ModelConverter.outcome(new Task(VAE.toString(), "int8", null, null, false))
                        .problem())
                .contains("is no model's folder");
        Outcome unwritable = safetensors(VAE, folder.resolve("a.pth/out.safetensors"), false);
        assertThat(unwritable.invalid()).isFalse();
        assertThat(unwritable.problem()).contains("a.pth");
    }
}
