package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodecsTest {
    @Test
    void whatParleyBringsCanReadAndWrite() {
        assertThat(Codecs.videoEncoders())
                .extracting(Codecs.Tried::name)
                .containsExactly("h264_nvenc", "libx264", "libopenh264");
        assertThat(Codecs.videoEncoders())
                .filteredOn(Codecs.Tried::works)
                .extracting(Codecs.Tried::name)
                .contains(ChunkEncoder.bestEncoder(), "libx264");
        assertThat(Codecs.soundEncoder().works()).isTrue();
        assertThat(Codecs.missingDecoders()).isEmpty();
    }

    @Test
    void oneThatDoesNotWorkSaysWhy() {
        assertThat(Codecs.videoEncoders())
                .filteredOn(tried -> !tried.works())
                .allSatisfy(tried -> assertThat(tried.failure()).contains("Cannot open the encoder " + tried.name()));
    }
}
