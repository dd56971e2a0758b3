package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.media.MediaException.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that ask their reader to open something else: on the disk, or on the network. */
class NestedReferencesTest {
    @TempDir
    private Path folder;

    private ServerSocket server;
    private Path secret;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        secret = TestFiles.write(folder.resolve("secret.wav"), TestFiles.tone(16_000, 1));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    static Stream<String> scripts() {
        return Stream.of(
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n%s\n#EXT-X-ENDLIST\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-MAP:URI=\"%s\"\n#EXTINF:10,\n%s\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '%s'\n",
                "file '%s'\n",
                "[playlist]\nFile1=%s\nNumberOfEntries=1\nVersion=2\n",
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
                        + "mediaPresentationDuration=\"PT10S\"><Period><AdaptationSet><Representation id=\"1\" "
                        + "bandwidth=\"1\" mimeType=\"audio/mp4\"><BaseURL>%s</BaseURL></Representation>"
                        + "</AdaptationSet></Period></MPD>",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\na=control:%s\nm=audio 5004 RTP/AVP 0\n",
                ";FFMETADATA1\ntitle=%s\n",
                "1\n00:00:00,000 --> 00:00:10,000\n%s\n\n",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"%s\" width=\"100\" height=\"100\"/></svg>",
                "push graphic-context\nimage over 0,0 0,0 '%s'\npop graphic-context\n");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptIsNotFollowed(String script) throws IOException {
        for (String target : new String[] {
            "http://127.0.0.1:%d/a.wav".formatted(server.getLocalPort()),
            "tcp://127.0.0.1:%d".formatted(server.getLocalPort()),
            "file:" + secret,
            secret.toString(),
            "secret.wav",
            "concat:secret.wav|secret.wav"
        }) {
            byte[] content = script.replace("%s", target).getBytes(StandardCharsets.UTF_8);
            for (String name : new String[] {"a.wav", "a.mp4", "a.m3u8", "a.png", "a.ffconcat"}) {
                Path file = TestFiles.write(folder.resolve(name), content);
                assertRefused(catchThrowableOfType(MediaException.class, () -> Sounds.voice(file, Limits.DEFAULT)));
                assertRefused(catchThrowableOfType(MediaException.class, () -> Pictures.read(file, Limits.DEFAULT)));
                assertRefused(catchThrowableOfType(MediaException.class, () -> Stitcher.inspect(file)));
            }
        }
        assertThat(someoneCalled()).isFalse();
    }

    @Test
    void anMp4WhoseSamplesLieElsewhereIsNotFollowed() throws IOException {
        for (String target : new String[] {
            "http://127.0.0.1:%d/a.wav".formatted(server.getLocalPort()), "file://" + secret, "secret.wav"
        }) {
            Path file = TestFiles.write(folder.resolve("a.mp4"), mp4WithSamplesAt(target));
            try {
                assertThat(Sounds.inspect(file, Limits.DEFAULT).codec()).isEqualTo("aac");
            } catch (MediaException e) {
                assertRefused(e);
            }
        }
        assertThat(someoneCalled()).isFalse();
    }

    /** Puts an address into every data reference box ("dref") of an MP4, whose index lies behind its content. */
    static byte[] mp4WithSamplesAt(String target) {
        byte[] address = (target + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer mp4 = ByteBuffer.wrap(TestFiles.readAll(TestFiles.resource("film.mp4")));
        ByteBuffer made = ByteBuffer.allocate(mp4.capacity() + 1_000);
        copyBoxes(mp4, made, address);
        return Arrays.copyOf(made.array(), made.position());
    }

    private static void copyBoxes(ByteBuffer from, ByteBuffer to, byte[] address) {
        while (from.hasRemaining()) {
            int begin = to.position();
            ByteBuffer box = from.slice(from.position(), from.getInt(from.position()));
            from.position(from.position() + box.capacity());
            String name = StandardCharsets.US_ASCII.decode(box.slice(4, 4)).toString();
            to.put(box.slice(0, 8));
            box.position(8);
            switch (name) {
                case "moov", "trak", "mdia", "minf", "dinf" -> copyBoxes(box, to, address);
                case "dref" -> {
                    to.put(box.slice(8, 8));
                    copyBoxes(box.position(16).slice(), to, address);
                }
                // Flags 0: the samples are not in this file.
                case "url " -> to.putInt(0).put(address);
                default -> to.put(box);
            }
            to.putInt(begin, to.position() - begin);
        }
    }

    private static void assertRefused(MediaException refusal) {
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).isIn(Problem.UNREADABLE, Problem.UNSUPPORTED);
    }

    /** A connection that was made waits in the server's backlog until it is accepted. */
    private boolean someoneCalled() throws IOException {
        server.setSoTimeout(1);
        try {
            server.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
