package dev.parley.worker.multitalk.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.multitalk.CardReport;
import dev.parley.worker.multitalk.inspect.ModelInspector.Answer;
import dev.parley.worker.multitalk.inspect.ModelInspector.Question;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelInspectorTest {
    private static final Path TINY = Path.of("../models/multitalk-tiny");
    private static final Path GOLDEN = Path.of("../multitalk/src/test/resources/golden/weights");

    @TempDir
    Path folder;

    private static Answer ask(Path path) {
        return ModelInspector.answer(new Question(path.toString(), null, null, null));
    }

    private static Answer ask(Path path, long memory, String precision) {
        return ModelInspector.answer(new Question(path.toString(), null, memory, precision));
    }

    @Test
    void aModelSaysWhatItIsAndWhatJobsCanAsk() {
        Answer answer = ask(TINY);
        assertThat(answer.complete()).as(answer.toString()).isTrue();
        InspectedModel model = (InspectedModel) answer.report();
        assertThat(model.modes().speakers()).containsExactly(1, 2);
        assertThat(model.modes().sizes()).containsEntry("multitalk-480", "192x192");
        assertThat(model.modes().quantizations()).containsEntry("int8", "made while the model is opened");
        assertThat(model.modes().presets()).containsEntry("standard", "").containsEntry("lightx2v", "");
        assertThat(model.modes().drawnFacesOnly()).isTrue();
        assertThat(answer.text())
                .anyMatch(line -> line.contains("273 tensors, 9.68 million parameters, 19.4 MB F16"))
                .anyMatch(line -> line.contains("drawn faces only"));
    }

    @Test
    void aPresetWithoutItsLoraIsNamed() {
        InspectedModel model = (InspectedModel) ask(GOLDEN).report();
        assertThat(model.complete()).isTrue();
        assertThat(model.modes().presets().get("fusionx"))
                .isEqualTo("the LoRA Wan2.1_I2V_14B_FusionX_LoRA is not there");
    }

    @Test
    void aCardTakesTheLevelThatAWorkerWouldTake() {
        CardReport large = ((InspectedModel) ask(TINY, 48L << 30, "f32").report()).card();
        assertThat(large.precision()).isEqualTo("F32");
        assertThat(large.bytes()).isEqualTo(47L << 30);
        assertThat(large.jobs()).hasSize(2).allSatisfy(job -> {
            assertThat(job.level()).isEqualTo("ALL");
            assertThat(job.onDevice()).isEqualTo(job.needed().get("ALL"));
        });
        long least = large.jobs().get(0).needed().get("EIGHT_BITS_BLOCKS_LEAVE");
        CardReport small =
                ((InspectedModel) ask(TINY, (1L << 30) + least, "f32").report()).card();
        assertThat(small.jobs().get(0).level()).isEqualTo("EIGHT_BITS_BLOCKS_LEAVE");
        assertThat(small.jobs().get(0).onDevice()).isEqualTo(least);
        CardReport none = ((InspectedModel) ask(TINY, 1L << 30, "bf16").report()).card();
        assertThat(none.precision()).isEqualTo("BF16");
        assertThat(none.jobs()).allSatisfy(job -> assertThat(job.level()).isNull());
    }

    @Test
    void filesByThemselvesAreCounted() {
        Path wan = TINY.resolve("Wan2.1-I2V-14B-480P");
        for (String name : new String[] {"multitalk.safetensors", "Wan2.1_VAE.pth"}) {
            Answer answer = ask(wan.resolve(name));
            assertThat(answer.complete()).as(answer.toString()).isTrue();
            InspectedFiles files = (InspectedFiles) answer.report();
            assertThat(files.files()).singleElement().satisfies(file -> {
                assertThat(file.contents().tensors()).isPositive();
                assertThat(file.lora()).isNull();
            });
        }
    }

    @Test
    void lorasAreHeldAgainstTheModelTheyLieIn() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        for (String part : new String[] {"Wan2.1-I2V-14B-480P", "chinese-wav2vec2-base"}) {
            Files.createSymbolicLink(model.resolve(part), TINY.resolve(part).toAbsolutePath());
        }
        Path loras = Files.createDirectory(model.resolve("loras"));
        Path lora = Files.copy(
                GOLDEN.resolve("lora/Wan21_T2V_14B_lightx2v_cfg_step_distill_lora_rank32.safetensors"),
                loras.resolve("narrow.safetensors"));
        Answer file = ask(lora);
        assertThat(file.complete()).isFalse();
        assertThat(file.text())
                .anyMatch(line -> line.contains("36 layers of rank 4"))
                .anyMatch(line -> line.contains("it is for a model that is 128 wide; this one is 256 wide"));
        Answer whole = ask(model);
        assertThat(whole.complete())
                .as("a LoRA that does not fit is no reason not to open the model")
                .isTrue();
        assertThat(whole.text()).contains("LoRA narrow: does not fit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.safetensors", "a.pth", "a.bin", "a.safetensors.index.json"})
    void whatIsNoCheckpointIsAProblemOfItsFile(String name) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        Answer answer = ask(file);
        assertThat(answer.problem()).isNull();
        assertThat(answer.complete()).isFalse();
        assertThat(((InspectedFiles) answer.report()).files())
                .singleElement()
                .satisfies(found -> assertThat(found.problem()).contains(name));
    }

    @Test
    void namesOfTensorsDoNothingOnATerminal() throws IOException {
        String header = "{\"\\u001b[2Ja.b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        ByteBuffer file = ByteBuffer.allocate(12 + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        Answer answer = ask(Files.write(folder.resolve("a.safetensors"), file.array()));
        assertThat(answer.complete()).as(answer.toString()).isTrue();
        assertThat(answer.text()).noneMatch(line -> line.contains("\u001b")).anyMatch(line -> line.contains("?[2Ja"));
    }

    @Test
    void whatIsNotThereIsAProblem() {
        assertThat(ask(folder.resolve("nowhere")).problem()).contains("no such file or folder", "nowhere");
    }
}
