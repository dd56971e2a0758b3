package dev.parley.worker.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.RenderRequest.Engine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
    private static final Tensor FRAMES = new Tensor(Tensor.Type.U8, new int[] {1, 2, 2, 3}, new byte[12]);
    private static final Tensor NUMBERS = Tensor.ofFloats(new float[] {1.5f, -2f, Float.MIN_VALUE}, 3);

    @Test
    void floatsStayTheVeryOnesUntilBytesAreAskedFor() {
        float[] values = {1, Float.MIN_VALUE, -0f};
        Tensor kept = new WindowState(Engine.PANTOMIME, 0, Map.of("latent", Tensor.ofFloats(values, 3)))
                .tensor("latent", Tensor.Type.F32, 3);
        assertThat(kept.floats()).isSameAs(values);
        assertThat(new Tensor(Tensor.Type.F32, new int[] {3}, kept.bytes()).floats())
                .containsExactly(values);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        WindowState state = new WindowState(Engine.PANTOMIME, 81, Map.of("motion_frames", FRAMES, "latent", NUMBERS));
        WindowState read = WindowState.of(state.toBytes());
        assertThat(read.engine()).isEqualTo(Engine.PANTOMIME);
        assertThat(read.nextFrame()).isEqualTo(81);
        assertThat(read.tensor("latent", Tensor.Type.F32, 3).floats()).containsExactly(1.5f, -2f, Float.MIN_VALUE);
        assertThat(read.tensor("motion_frames", Tensor.Type.U8, 1, 2, 2, 3).bytes())
                .isEqualTo(FRAMES.bytes());
        assertThat(read.toBytes()).isEqualTo(state.toBytes());
    }

    @Test
    void numbersBeginAtAMultipleOfEight() {
        byte[] file = new WindowState(Engine.MULTITALK, 0, Map.of("latent", NUMBERS)).toBytes();
        long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(header % 8).isZero();
        assertThat(file).hasSize((int) (8 + header + 12));
    }

    @Test
    void aTensorOfAnotherShapeIsRefusedByName() {
        WindowState state = new WindowState(Engine.PANTOMIME, 81, Map.of("motion_frames", FRAMES));
        assertThatThrownBy(() -> state.tensor("motion_frames", Tensor.Type.U8, 1, 4, 4, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'motion_frames' as U8[1, 4, 4, 3], found U8[1, 2, 2, 3]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"a\":",
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[9],\"data_offsets\":[0,9]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[-4,0]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,0]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2147483647,2147483647,4],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[9223372036854775800,9223372036854775807]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":\"8\",\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8]}}",
                "{\"a\":7}"
            })
    void aHeaderThatLiesIsRefused(String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = ByteBuffer.allocate(8 + json.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not a safetensors file");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 1000, Long.MAX_VALUE})
    void aHeaderLongerThanTheFileIsRefused(long length) {
        byte[] file = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileCutShortIsRefused() {
        byte[] file = new WindowState(Engine.MULTITALK, 0, Map.of("latent", NUMBERS)).toBytes();
        assertThatThrownBy(() -> WindowState.of(Arrays.copyOf(file, file.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WindowState.of(new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileThatIsNoHandOverIsRefused() {
        byte[] file = SafeTensors.write(new TreeMap<>(Map.of("a", NUMBERS)), new TreeMap<>());
        assertThatThrownBy(() -> WindowState.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names an engine of this farm and a next_frame");
    }
}
