package dev.parley.worker.checkup;

import dev.parley.contracts.Finding;
import dev.parley.media.Codecs;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether pictures and voices can be read and a video be written. */
final class MediaCheckup {
    private static final String FFMPEG =
            "rebuild Parley; if that does not help, JavaCV's FFmpeg does not support this machine";

    static Finding look() {
        List<Codecs.Tried> tried = Codecs.videoEncoders();
        String failures = tried.stream()
                .filter(encoder -> !encoder.works())
                .map(Codecs.Tried::failure)
                .collect(Collectors.joining("; "));
        List<String> working = tried.stream()
                .filter(Codecs.Tried::works)
                .map(Codecs.Tried::name)
                .toList();
        Codecs.Tried sound = Codecs.soundEncoder();
        Set<String> missing = Codecs.missingDecoders();
        if (working.isEmpty()) {
            return Finding.bad("codecs", "no H.264 encoder works: " + failures, FFMPEG);
        }
        if (!sound.works()) {
            return Finding.bad("codecs", sound.failure(), FFMPEG);
        }
        if (!missing.isEmpty()) {
            return Finding.bad("codecs", "these decoders are missing: " + String.join(", ", missing), FFMPEG);
        }
        String others = tried.stream()
                .filter(encoder -> !encoder.works())
                .map(Codecs.Tried::name)
                .collect(Collectors.joining(", "));
        return Finding.ok(
                "codecs",
                "H.264 by %s%s; AAC; all decoders"
                        .formatted(
                                String.join(", ", working),
                                others.isEmpty() ? "" : " (%s does not work here)".formatted(others)));
    }

    private MediaCheckup() {}
}
