package dev.parley.multitalk.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.TorchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("model.safetensors");
    }

    private void refuses(Path file, String... words) {
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void tellsWhereTensorsLie() throws IOException {
        Path file = new SafetensorsFile()
                .tensor("a", "BF16", "[2,3]", 12)
                .tensor("b.weight", "F32", "[1]", 4)
                .tensor("scalar", "I64", "[]", 8)
                .tensor("nothing", "F16", "[0,7]", 0)
                .write(file());
        long data = Files.size(file) - 24;

        var tensors = Checkpoint.open(file).tensors();

        assertThat(tensors.keySet()).containsExactly("a", "b.weight", "scalar", "nothing");
        assertThat(tensors.get("a"))
                .isEqualTo(new StoredTensor(file, data, TorchType.BF16, List.of(2L, 3L), List.of(3L, 1L)));
        assertThat(tensors.get("b.weight").offset()).isEqualTo(data + 12);
        assertThat(tensors.get("scalar").shape()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 0, 1, 1L << 40, 101})
    void refusesAHeaderOfAnImpossibleLength(long claimed) {
        refuses(SafetensorsFile.write(file(), " ".repeat(100), claimed, new byte[0], 0), "header claims");
    }

    @Test
    void refusesAFileWithoutAHeader() throws IOException {
        refuses(Files.write(file(), new byte[7]), "7 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{\"a\":1}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":\"0\"}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} {}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]"
            })
    void refusesAHeaderThatIsNotItsJson(String header) {
        refuses(SafetensorsFile.write(file(), header, header.length(), new byte[4], 4), "JSON of safetensors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "F32; [2]; 0; 1000000; not within",
                "F32; [2]; 12; 20; not within",
                "F32; [2]; -8; 0; not within",
                "F32; [2]; 8; 0; not within",
                "F32; [3]; 0; 8; does not fill",
                "F32; [-2]; 0; 8; shape",
                "F32; [4294967296,4294967296]; 0; 8; larger than any file",
                "F32; [0,4294967296,4294967296]; 0; 0; larger than any file",
                "F4; [2]; 0; 8; type F4 is unknown",
                "F64; [1]; 4; 12; cannot be mapped",
            })
    void refusesATensorThatCannotBe(String dtype, String shape, long from, long to, String why) {
        Path file = new SafetensorsFile().entry("evil", dtype, shape, from, to).write(file(), new byte[16]);
        refuses(file, "evil", why);
    }

    @Test
    void refusesTensorsThatShareBytes() {
        Path file = new SafetensorsFile()
                .entry("a", "F32", "[2]", 0, 8)
                .entry("b", "F32", "[2]", 4, 12)
                .write(file(), new byte[12]);
        refuses(file, "tensor b", "shares bytes with a");
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        Path file = new SafetensorsFile()
                .entry("a", "F32", "[1]", 0, 4)
                .entry("a", "F32", "[1]", 4, 8)
                .write(file(), new byte[8]);
        refuses(file, "tensor a", "twice");
    }

    @Test
    void readsTheKeysOfAnIndexFromTheirShards() throws IOException {
        new SafetensorsFile()
                .tensor("a", "F32", "[1]", 4)
                .tensor("unlisted", "F32", "[1]", 4)
                .write(folder.resolve("1.safetensors"));
        new SafetensorsFile().tensor("b", "F32", "[2]", 8).write(folder.resolve("2.safetensors"));

        var tensors = Checkpoint.open(index("a", "1.safetensors", "b", "2.safetensors"))
                .tensors();

        assertThat(tensors.keySet()).containsExactly("a", "b");
        assertThat(tensors.get("b").file()).isEqualTo(folder.resolve("2.safetensors"));
    }

    @Test
    void listsAllThatAnIndexPromisesInVain() throws IOException {
        new SafetensorsFile().tensor("a", "F32", "[1]", 4).write(folder.resolve("1.safetensors"));
        refuses(index("x", "1.safetensors", "b", "2.safetensors"), "tensor x in 1.safetensors", "file 2.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.safetensors", "/etc/passwd", "", ".hidden"})
    void readsNoFileElsewhere(String name) throws IOException {
        refuses(index("a", name), "only files beside the index");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"weight_map\":[]}", "{\"weight_map\":{\"a\":{}}}", "nothing", ""})
    void refusesAnIndexThatIsNone(String json) throws IOException {
        refuses(Files.writeString(folder.resolve("model.safetensors.index.json"), json), "is no index");
    }

    @Test
    void saysWhatEndsAWeightsFileMayHave() throws IOException {
        refuses(Files.createFile(folder.resolve("model.onnx")), ".safetensors");
        refuses(folder.resolve("absent.safetensors"), "No checkpoint");
    }

    private Path index(String... keysAndFiles) throws IOException {
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < keysAndFiles.length; i += 2) {
            map.append(i == 0 ? "" : ",").append("\"%s\":\"%s\"".formatted(keysAndFiles[i], keysAndFiles[i + 1]));
        }
        return Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{%s}}".formatted(map));
    }
}
