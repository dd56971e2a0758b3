#!/usr/bin/env bash
# JavaCV 1.5.14 with FFmpeg 8.1.2 (org.bytedeco:javacv, javacpp 1.5.14, ffmpeg 8.1.2-1.5.14, linux-x86_64-gpl)
#
# Question: FFmpegFrameRecorder.setVideoOption("crf", "20") and no bit rate set: is the quality constant?
# A guess: yes, for every encoder that knows crf; it is for x264, whose files are as large with as without
#   setVideoBitrate(0).
# What happens: the recorder always sets a bit rate, 400 kbit/s by default. x264 ignores it when crf is given; for
#   VP9, crf with a bit rate means "constrained quality": the rate is a ceiling, and hard pictures are squeezed below
#   it, however low crf is. setVideoBitrate(0) gives the quality asked for.
#
# Output seen (bytes of two seconds of noise at 320x240):
#   x264, crf 20:                      2167749
#   x264, crf 20, setVideoBitrate(0):  2167749
#   VP9, crf 20:                       391726
#   VP9, crf 20, setVideoBitrate(0):   3064096

. "$(dirname "$0")/fetch.sh"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "needs Linux x86-64"
maven org.bytedeco:javacv:1.5.14 org.bytedeco:javacpp:1.5.14 org.bytedeco:javacpp:1.5.14:jar:linux-x86_64 \
  org.bytedeco:ffmpeg:8.1.2-1.5.14 org.bytedeco:ffmpeg:8.1.2-1.5.14:jar:linux-x86_64-gpl

cat > Noise.java <<'JAVA'
import java.io.File;
import java.nio.ByteBuffer;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

class Noise {
  public static void main(String[] args) throws Exception {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    System.out.println("x264, crf 20:                      " + size("a.mp4", avcodec.AV_CODEC_ID_H264, false));
    System.out.println("x264, crf 20, setVideoBitrate(0):  " + size("b.mp4", avcodec.AV_CODEC_ID_H264, true));
    System.out.println("VP9, crf 20:                       " + size("a.webm", avcodec.AV_CODEC_ID_VP9, false));
    System.out.println("VP9, crf 20, setVideoBitrate(0):   " + size("b.webm", avcodec.AV_CODEC_ID_VP9, true));
  }

  private static long size(String file, int codec, boolean noBitrate) throws Exception {
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file, 320, 240, 0)) {
      recorder.setVideoCodec(codec);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(25);
      recorder.setVideoOption("crf", "20");
      recorder.setVideoOption("threads", "1");
      if (noBitrate) {
        recorder.setVideoBitrate(0);
      }
      recorder.start();
      Random random = new Random(1);
      try (Frame frame = new Frame(320, 240, Frame.DEPTH_UBYTE, 3)) {
        byte[] pixels = new byte[frame.imageStride * 240];
        for (int i = 0; i < 50; i++) {
          random.nextBytes(pixels);
          ((ByteBuffer) frame.image[0]).clear().put(pixels);
          recorder.record(frame);
        }
      }
    }
    return new File(file).length();
  }
}
JAVA
java -Dorg.bytedeco.javacpp.cachedir="$work/javacpp" -cp "lib/*" Noise.java | tee seen

size() {
  sed -n "s/^$1: *//p" seen
}
h264=$(size 'x264, crf 20') h264_free=$(size 'x264, crf 20, setVideoBitrate(0)')
vp9=$(size 'VP9, crf 20') vp9_free=$(size 'VP9, crf 20, setVideoBitrate(0)')
[ $((50 * h264)) -gt $((49 * h264_free)) ] || changed "x264 is held down as well"
[ $((3 * vp9)) -lt "$vp9_free" ] || changed "VP9 is not held down any more"
