package dev.parley.multitalk.internal.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
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

class TorchZipTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("model.pth");
    }

    private void refuses(TorchZipFile zip, String... words) {
        Path file = zip.write(file());
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    private static TorchZipFile tensor(int elements, int offset, int[] shape, int[] strides) {
        return new TorchZipFile().tensor("FloatStorage", elements, offset, shape, strides);
    }

    @Test
    void flattensNestedDictionariesAndKeepsTensorsThatAreNotContiguous() throws IOException {
        Path file = new TorchZipFile()
                .code('}', '(')
                .text("bert")
                .code('}')
                .text("weight")
                .tensor("BFloat16Storage", 6, 1, new int[] {2, 2}, new int[] {1, 2})
                .code('s')
                .text("epoch")
                .number(3)
                .code('u')
                .entry("data/0", new byte[12])
                .entry("byteorder", "little".getBytes(UTF_8))
                .write(file());

        var tensors = Checkpoint.open(file).tensors();

        assertThat(tensors.keySet()).containsExactly("bert.weight");
        StoredTensor weight = tensors.get("bert.weight");
        assertThat(weight.type()).isEqualTo(TorchType.BF16);
        assertThat(weight.shape()).isEqualTo(List.of(2L, 2L));
        assertThat(weight.strides()).isEqualTo(List.of(1L, 2L));
        assertThat(weight.offset() % 64).isEqualTo(2);
    }

    @Test
    void aLoneTensorHasTheEmptyKey() throws IOException {
        Path file = tensor(4, 0, new int[] {4}, new int[] {1})
                .entry("data/0", new byte[16])
                .write(file());
        assertThat(Checkpoint.open(file).tensors().keySet()).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "builtins, eval",
        "torch, load",
        "torch._utils, _rebuild_tensor_v3",
        "collections, defaultdict",
        "torch.nn.modules.linear, Linear"
    })
    void refusesEveryOtherGlobalByName(String module, String name) {
        refuses(
                new TorchZipFile()
                        .global(module, name)
                        .code('(')
                        .text("touch /tmp/x")
                        .code('t', 'R'),
                module + "." + name,
                "nothing is run");
    }

    /** INST, OBJ, NEWOBJ, EXT1, a wide unicode string, a byte string, a set. */
    @ParameterizedTest
    @ValueSource(ints = {'i', 'o', 0x81, 0x82, 0x8d, 0x8e, 0x8f, 'P', 'I', 'S', 0xff})
    void refusesInstructionsThatTensorsDoNotNeed(int code) {
        refuses(new TorchZipFile().code('}', code), "instruction 0x%02x".formatted(code));
    }

    @Test
    void refusesToCallATypeOfStorage() {
        refuses(new TorchZipFile().global("torch", "FloatStorage").code(')', 'R'), "calls");
    }

    @Test
    void refusesToCallAString() {
        refuses(new TorchZipFile().text("eval").code(')', 'R'), "calls what is no function");
    }

    @ParameterizedTest
    @CsvSource({"4, 1, 4, 1", "4, -1, 4, 1", "4, 0, 4, -1", "4, 0, -1, 1", "4, 0, 2147483647, 2147483647", "4, 0, 3, 2"
    })
    void refusesATensorOutsideOfItsStorage(int elements, int offset, int size, int stride) {
        refuses(
                tensor(elements, offset, new int[] {size}, new int[] {stride}).entry("data/0", new byte[16]),
                "does not lie within");
    }

    @Test
    void refusesAStorageShorterThanItSays() {
        refuses(tensor(5, 0, new int[] {5}, new int[] {1}).entry("data/0", new byte[16]), "not 5 elements");
    }

    @Test
    void refusesAStorageThatIsNotThere() {
        refuses(tensor(4, 0, new int[] {4}, new int[] {1}), "data/0 is missing");
    }

    @Test
    void refusesACompressedStorage() {
        refuses(
                tensor(4, 0, new int[] {4}, new int[] {1})
                        .entry("data/0", new byte[16])
                        .compressed(),
                "compressed, so it cannot be mapped");
    }

    @Test
    void refusesABigEndianFile() {
        refuses(
                tensor(4, 0, new int[] {4}, new int[] {1})
                        .entry("data/0", new byte[16])
                        .entry("byteorder", "big".getBytes(UTF_8)),
                "big-endian");
    }

    /** Such a key has no hash: computing it would never end. */
    @Test
    void refusesAKeyThatContainsItself() {
        refuses(new TorchZipFile().code('}', ']', 'q', 0, ']', 'q', 1, 'h', 0, 'a', 'a', 'N', 's'), "pickle");
    }

    @Test
    void refusesATensorWithoutAllItsArguments() {
        refuses(new TorchZipFile().global("torch._utils", "_rebuild_tensor_v2").code('N', 0x85, 'R'), "pickle");
    }

    @Test
    void refusesADictionaryWithinItself() {
        refuses(new TorchZipFile().code('}', 'q', 0).text("again").code('h', 0, 's'), "nested");
    }

    /** Nine layers of dictionaries, each holding the next sixteen times over: a file of a kilobyte, billions of keys. */
    @Test
    void refusesADictionaryThatUnfoldsWithoutEnd() {
        TorchZipFile zip = new TorchZipFile().code('}', 'q', 0);
        for (int layer = 1; layer < 8; layer++) {
            zip.code('}', 'q', layer, '(');
            for (int key = 0; key < 16; key++) {
                zip.number(key).code('h', layer - 1);
            }
            zip.code('u');
        }
        refuses(zip, "nested");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "s", "h\u0001", "X\u0010", "t", "}u", "R", "Q", "a", "\u008aA", "NR", "}}Ns", "]2"})
    void refusesADamagedPickle(String instructions) {
        TorchZipFile zip = new TorchZipFile();
        instructions.chars().forEach(zip::code);
        refuses(zip, "pickle");
    }

    @Test
    void refusesAFileThatIsNoZip() throws IOException {
        Path file = Files.write(file(), new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l'});
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no zip of torch.save");
    }

    @Test
    void refusesAZipOfSomethingElse() throws IOException {
        Path file = folder.resolve("photos.pt");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("photos/1.png"));
        }
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("data.pkl is missing");
    }
}
