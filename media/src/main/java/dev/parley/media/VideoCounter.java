package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import dev.parley.media.MediaException.Problem;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Counts what is in a video file, packet by packet, without decoding it. */
final class VideoCounter {
    static VideoInfo count(Path file) throws MediaException {
        try (Scope scope = new Scope();
                Container container = Container.open(file, Long.MAX_VALUE)) {
            int video = container.best(AVMEDIA_TYPE_VIDEO);
            if (video < 0) {
                throw new MediaException(Problem.NO_TRACK, "The file has no video track");
            }
            int audio = container.best(AVMEDIA_TYPE_AUDIO);
            Track picture = new Track(container.stream(video));
            Track sound = audio < 0 ? null : new Track(container.stream(audio));
            AVPacket packet = scope.packet();
            while (container.read(packet)) {
                if (packet.stream_index() == video) {
                    picture.count(packet);
                } else if (packet.stream_index() == audio) {
                    sound.count(packet);
                }
            }
            return new VideoInfo(
                    picture.packets,
                    picture.seconds(),
                    sound == null ? 0 : sound.seconds(),
                    picture.stream.codecpar().width(),
                    picture.stream.codecpar().height(),
                    picture.codec(),
                    sound == null ? null : sound.codec(),
                    container.bytes());
        }
    }

    private static final class Track {
        private final AVStream stream;
        private int packets;
        private long first = Long.MAX_VALUE;
        private long end = Long.MIN_VALUE;

        Track(AVStream stream) {
            this.stream = stream;
        }

        void count(AVPacket packet) throws MediaException {
            if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
                throw new MediaException(
                        Problem.UNREADABLE, "The %s track breaks off in packet %d".formatted(codec(), packets));
            }
            packets++;
            first = Math.min(first, packet.pts());
            end = Math.max(end, packet.pts() + packet.duration());
        }

        /** What the container says where it says it: it knows which samples at the ends are not to be played. */
        double seconds() {
            if (packets == 0) {
                return 0;
            }
            long length = stream.duration() == AV_NOPTS_VALUE ? end - first : stream.duration();
            return length * av_q2d(stream.time_base());
        }

        String codec() {
            return avcodec_get_name(stream.codecpar().codec_id()).getString();
        }
    }

    private VideoCounter() {}
}
