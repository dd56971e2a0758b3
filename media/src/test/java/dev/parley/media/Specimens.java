package dev.parley.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** Small whole files in every format that is accepted, to be spoilt, and scripts that ask their reader to open more. */
final class Specimens {
    private static final String PICTURE = "-f lavfi -i mandelbrot=size=96x72:rate=25 -frames:v 1 ";
    private static final String FILM = "-f lavfi -i testsrc2=size=96x72:rate=25 -frames:v 4 ";
    private static final String SOUND = "-f lavfi -i sine=frequency=440:sample_rate=16000:duration=0.4 ";
    private static final String NARROW = "-f lavfi -i sine=frequency=440:sample_rate=8000:duration=0.4 ";

    /** What FFmpeg's own program is to make, and the file's name. Tests bring those that a camera or a phone makes. */
    private static final List<String> MADE = List.of(
            PICTURE + "-pix_fmt rgb48be deep.png",
            PICTURE + "-pix_fmt rgba64be deep-alpha.png",
            PICTURE + "-pix_fmt pal8 palette.png",
            PICTURE + "-pix_fmt monob bits.png",
            PICTURE + "-pix_fmt yuvj420p picture.jpg",
            PICTURE + "-pix_fmt gray gray.jpg",
            PICTURE + "-c:v libwebp picture.webp",
            PICTURE + "-c:v libwebp -lossless 1 -pix_fmt bgra lossless.webp",
            PICTURE + "-pix_fmt rgb565le -c:v bmp narrow.bmp",
            PICTURE + "-pix_fmt pal8 palette.bmp",
            PICTURE + "-compression_algo raw picture.tiff",
            PICTURE + "-compression_algo packbits packbits.tiff",
            PICTURE + "-compression_algo lzw -pix_fmt rgb48le lzw.tiff",
            PICTURE + "-compression_algo deflate -pix_fmt yuv420p deflate.tiff",
            PICTURE + "-c:v libaom-av1 -cpu-used 8 -still-picture 1 picture.avif",
            FILM + "moving.gif",
            FILM + "-c:v libwebp_anim moving.webp",
            FILM + "-c:v libx264 -pix_fmt yuv420p h264.mp4",
            FILM + "-c:v libx264 -movflags frag_keyframe+empty_moov fragments.mp4",
            FILM + "-c:v libx265 -x265-params log-level=none:pools=none hevc.mp4",
            FILM + "-c:v libvpx vp8.webm",
            FILM + "-c:v libvpx-vp9 vp9.webm",
            FILM + "-c:v libaom-av1 -cpu-used 8 av1.mkv",
            FILM + "-c:v mpeg4 mpeg4.avi",
            SOUND + "-c:a pcm_s16le short.wav",
            SOUND + "-c:a pcm_u8 bytes.wav",
            SOUND + "-c:a pcm_s24le three.wav",
            SOUND + "-c:a pcm_f32le -ac 6 floats.wav",
            SOUND + "-c:a pcm_f64le doubles.w64",
            SOUND + "-c:a pcm_alaw alaw.wav",
            SOUND + "-c:a pcm_mulaw mulaw.au",
            SOUND + "-c:a adpcm_ima_wav ima.wav",
            SOUND + "-c:a adpcm_ms ms.wav",
            SOUND + "-c:a adpcm_ima_qt ima.caf",
            SOUND + "-c:a pcm_s24be aiff.aiff",
            SOUND + "-c:a pcm_s32be caf.caf",
            SOUND + "-c:a alac alac.m4a",
            SOUND + "-c:a aac -ac 2 adts.aac",
            SOUND + "-c:a aac -ac 6 -ar 48000 many.m4a",
            SOUND + "-c:a flac -ac 2 stereo.flac",
            SOUND + "-c:a flac flac.ogg",
            SOUND + "-c:a flac flac.mka",
            SOUND + "-c:a mp2 -ar 32000 two.mp2",
            SOUND + "-c:a libmp3lame -q:a 5 three.mp3",
            SOUND + "-c:a ac3 -ar 48000 ac3.mp4",
            SOUND + "-c:a eac3 -ar 48000 eac3.mov",
            SOUND + "-c:a libopus opus.webm",
            SOUND + "-c:a libopus -ac 6 -mapping_family 1 many.opus",
            SOUND + "-c:a vorbis -strict -2 -ac 2 vorbis.ogg",
            SOUND + "-c:a libvo_amrwbenc wide.amr",
            NARROW + "-c:a libopencore_amrnb narrow.amr",
            NARROW + "-c:a libopencore_amrnb narrow.3gp");

    /**
     * Makes them in a folder.
     *
     * @param canaries what scripts ask for: a file, and an address
     */
    static void make(Path folder, List<String> canaries) throws IOException, InterruptedException {
        String ffmpeg = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        for (String made : MADE) {
            List<String> command = new ArrayList<>(List.of(ffmpeg, "-v", "error", "-y"));
            command.addAll(Arrays.asList(made.split(" ")));
            command.addAll(command.size() - 1, List.of("-threads", "1", "-bitexact", "-fflags", "+bitexact"));
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("Cannot make '%s': %s".formatted(made, said));
            }
        }
        copyTestFiles(folder);
        int scripts = 0;
        for (String canary : canaries) {
            for (String script : NestedReferencesTest.scripts().toList()) {
                TestFiles.write(
                        folder.resolve("script-%02d".formatted(scripts++)),
                        script.replace("%s", canary).getBytes(StandardCharsets.UTF_8));
            }
            TestFiles.write(
                    folder.resolve("elsewhere-%02d.mp4".formatted(scripts++)),
                    NestedReferencesTest.mp4WithSamplesAt(canary));
        }
    }

    private static void copyTestFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(TestFiles.resource("film.mp4").getParent())) {
            for (Path file : files.filter(Specimens::isMedia).toList()) {
                Files.copy(file, folder.resolve("test-" + file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean isMedia(Path file) {
        String name = file.toString();
        return !name.endsWith(".class") && !name.endsWith(".md");
    }

    /** All of a folder, in the order of their names. */
    static List<byte[]> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(TestFiles::readAll).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Specimens() {}
}
