package dev.parley.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpokenTrackTest {
    @Test
    void silenceAndSentencesBecomeAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("a.wav");
        try (SpokenTrack track = new SpokenTrack(file, 16_000)) {
            track.silenceUntil(1.5);
            track.add(new SpokenSentence(new float[] {0.5f, -1, 1}, 16_000, List.of(), List.of()));
            track.silenceUntil(1);
            assertThat(track.seconds()).isEqualTo(24_003 / 16_000.0);
        }
        try (AudioInputStream sound = AudioSystem.getAudioInputStream(file.toFile())) {
            assertThat(sound.getFormat().getSampleRate()).isEqualTo(16_000);
            assertThat(sound.getFrameLength()).isEqualTo(24_003);
            sound.skipNBytes(48_000);
            assertThat(sound.readAllBytes()).containsExactly(0, 0x40, 0, 0x80, 0xff, 0x7f);
        }
    }

    @Test
    void subtitlesNameWhoSpeaksAndEscape() {
        assertThat(Subtitles.webVtt(List.of(
                        new Subtitles.Cue(1, 0, 1.2345, "Hello\n\nthere."), new Subtitles.Cue(2, 3661.5, 3662, "R&D"))))
                .isEqualTo(
                        """
                        WEBVTT

                        00:00:00.000 --> 00:00:01.235
                        <v Speaker 1>Hello there.

                        01:01:01.500 --> 01:01:02.000
                        <v Speaker 2>R&amp;D
                        """);
    }
}
