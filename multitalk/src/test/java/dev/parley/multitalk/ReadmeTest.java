package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.plan.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's Java is this file's: what does not compile is not shown. */
class ReadmeTest {
    interface Screen {
        void show(Size size, byte[] rgb);
    }

    static void render(int height, int width, byte[] rgb, float[][] channels, int rate, Screen screen)
            throws IOException {
        // shown
        try (MultiTalk model = MultiTalk.open(Path.of("models/multitalk-tiny"))) {
            var picture = new RgbImage(new Size(height, width), rgb); // rows of RGB bytes
            Speech voice = Speech.prepare(channels, rate); // samples in [-1, 1], any rate
            var request = VideoRequest.of(picture, "a woman talks", voice, model.settings(Mode.STREAMING));
            model.render(request, window -> screen.show(window.size(), window.rgb()));
        }
        // until here
    }

    @Test
    void showsWhatCompiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/parley/multitalk/ReadmeTest.java"));
        String shown = source.substring(source.indexOf("// shown\n") + 9, source.indexOf("        // until here\n"))
                .lines()
                .map(line -> line.substring(8))
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + shown + "\n```");
    }
}
