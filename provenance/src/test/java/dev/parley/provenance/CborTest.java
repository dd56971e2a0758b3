package dev.parley.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CborTest {
    private static final byte ARRAY_OF_ONE = (byte) 0x81;
    private static final byte UNDEFINED = (byte) 0xF7;

    @Test
    void whatFollowsTheValueIsRefused() {
        assertThatThrownBy(() -> read(new byte[] {1, 2}, "a claim"))
                .isInstanceOf(UnreadableCredentialsException.class)
                .hasMessageContaining("a claim");
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackEnds() {
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, ARRAY_OF_ONE);
        assertThatThrownBy(() -> read(deep, "a claim")).isInstanceOf(UnreadableCredentialsException.class);
    }

    @Test
    void undefinedIsNotNull() {
        assertThatThrownBy(() -> read(new byte[] {UNDEFINED}, "a claim"))
                .isInstanceOf(UnreadableCredentialsException.class);
    }

    @Test
    void noByteStringIsLongerThanWhatIsThere() {
        byte[] promises = {0x5A, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1};
        assertThatThrownBy(() -> read(promises, "a claim")).isInstanceOf(UnreadableCredentialsException.class);
    }

    @Test
    void tagsAreKept() throws Exception {
        assertThat(read(Cbor.write(new Cbor.Tagged(18, "x")), "a tag")).isEqualTo(new Cbor.Tagged(18, "x"));
    }

    private static Object read(byte[] bytes, String what) throws UnreadableCredentialsException {
        return new CborReader().read(ByteBuffer.wrap(bytes), what);
    }
}
