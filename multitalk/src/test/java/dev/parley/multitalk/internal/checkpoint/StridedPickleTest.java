package dev.parley.multitalk.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.CheckpointSummary;
import dev.parley.multitalk.Conversion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pickles whose tensors do not lie in one piece, converted. */
class StridedPickleTest {
    @TempDir
    Path folder;

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private Path pickle(String key, int[] shape, int[] strides) {
        return new TorchZipFile()
                .code('}')
                .text(key)
                .tensor("FloatStorage", 6, 0, shape, strides)
                .code('s')
                .entry("data/0", floats(0, 1, 2, 3, 4, 5))
                .write(folder.resolve("a.pth"));
    }

    private float[] converted(int[] shape, int[] strides) throws IOException {
        Path to = folder.resolve("a.safetensors");
        Conversion.toSafetensors(pickle("a", shape, strides), to).run((file, done, total) -> {});
        StoredTensor tensor = Checkpoint.open(to).tensors().get("a");
        byte[] all = Files.readAllBytes(to);
        ByteBuffer data = ByteBuffer.wrap(all, (int) tensor.offset(), (int) tensor.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[(int) tensor.elements()];
        data.asFloatBuffer().get(values);
        return values;
    }

    @Test
    void aTransposedTensorIsLaidOutAnew() throws IOException {
        assertThat(converted(new int[] {3, 2}, new int[] {1, 3})).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void anExpandedTensorIsRepeated() throws IOException {
        assertThat(converted(new int[] {2, 3}, new int[] {0, 1})).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void oneThatLiesInOnePieceIsCopied() throws IOException {
        assertThat(converted(new int[] {2, 3}, new int[] {3, 1})).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void oneThatIsExpandedBeyondAllNumbersIsRefused() {
        Path file = pickle("a", new int[] {1 << 30, 1 << 30, 1 << 30}, new int[] {0, 0, 0});
        assertThatThrownBy(() -> CheckpointSummary.of(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("larger than any file");
        assertThatThrownBy(() -> Conversion.toSafetensors(file, folder.resolve("b.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("larger than any file");
    }

    @Test
    void namesThatNoSafetensorsFileCanHaveAreRefused() {
        Path file = pickle("__metadata__", new int[] {6}, new int[] {1});
        assertThatThrownBy(() -> Conversion.toSafetensors(file, folder.resolve("b.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("a tensor named __metadata__");
    }
}
