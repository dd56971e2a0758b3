package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;

import dev.parley.media.MediaException.Problem;
import dev.parley.media.SoundInfo.Remark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Which of a file's sound tracks is the recording: the one a player would choose, among those that can be decoded. */
final class SoundTracks {
    /**
     * The indexes of the tracks we have a decoder for, the best first.
     *
     * @throws MediaException if there is none: naming every track's codec
     */
    static List<Integer> bestFirst(Container container) throws MediaException {
        List<Integer> all = container.streams(AVMEDIA_TYPE_AUDIO);
        if (all.isEmpty()) {
            throw new MediaException(Problem.NO_TRACK, "The file has no sound track");
        }
        List<Integer> ours = new ArrayList<>(all);
        ours.removeIf(index -> SoundCodecs.decoder(container.stream(index).codecpar()) == null);
        if (ours.isEmpty()) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The sound is coded as %s, expected a common codec such as PCM, MP3, AAC, FLAC, Opus"
                            .formatted(names(container, all)));
        }
        int players = container.best(AVMEDIA_TYPE_AUDIO);
        ours.sort(Comparator.comparing((Integer index) -> index != players)
                .thenComparing(index -> !isDefault(container.stream(index)))
                .thenComparing(index -> -container.stream(index).codecpar().bit_rate()));
        return ours;
    }

    private static boolean isDefault(AVStream stream) {
        return (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0;
    }

    /** What to say if the recording is not the track that a player would choose. */
    static Optional<Remark> passedOver(Container container, int chosen) {
        int players = container.best(AVMEDIA_TYPE_AUDIO);
        int tracks = container.streams(AVMEDIA_TYPE_AUDIO).size();
        return players < 0 || players == chosen
                ? Optional.empty()
                : Optional.of(new Remark(
                        Remark.Kind.OTHER_TRACK,
                        "The first choice of the file's %d sound tracks, coded as %s, cannot be decoded or is empty; the one coded as %s is used"
                                .formatted(
                                        tracks, names(container, List.of(players)), names(container, List.of(chosen))),
                        List.of(tracks)));
    }

    private static String names(Container container, List<Integer> tracks) {
        return tracks.stream()
                .map(index -> SoundCodecs.name(container.stream(index).codecpar()))
                .map(name -> name.equals("none") ? "something unknown" : name)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private SoundTracks() {}
}
