package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the FFmpeg of this machine can do, found out by doing it: what is built in need not work. */
public final class Codecs {
    private static final List<String> PICTURES = List.of("png", "mjpeg", "webp", "gif", "bmp", "tiff");

    /**
     * An encoder that was tried.
     *
     * @param failure why it does not work; empty where it does
     */
    public record Tried(String name, String failure) {
        public boolean works() {
            return failure.isEmpty();
        }
    }

    /** Each H.264 encoder that we know, the best first. Opens a session of NVENC, where there is one, and closes it. */
    public static List<Tried> videoEncoders() {
        return H264.names().stream()
                .map(name -> tried(name, scope -> H264.open(scope, name, 640, 640)))
                .toList();
    }

    public static Tried soundEncoder() {
        return tried("aac", scope -> AacEncoder.open(scope, 48_000, 2));
    }

    /** Names of the decoders of pictures and sound that we take and that are not built in; empty on a whole FFmpeg. */
    public static Set<String> missingDecoders() {
        Set<String> missing = new TreeSet<>(SoundCodecs.DECODERS);
        missing.addAll(PICTURES);
        missing.removeIf(name -> avcodec_find_decoder_by_name(name) != null);
        return missing;
    }

    private interface Opening {
        void in(Scope scope);
    }

    private static Tried tried(String name, Opening opening) {
        try (Scope scope = new Scope()) {
            opening.in(scope);
            return new Tried(name, "");
        } catch (IllegalStateException e) {
            return new Tried(name, e.getMessage());
        }
    }

    private Codecs() {}
}
