#!/usr/bin/env bash
# FFmpeg for Java, org.bytedeco:ffmpeg 8.1.2-1.5.14 with JavaCPP 1.5.14
#
# Question: A class keeps FFmpeg's "try again" in a constant, as C code does with AVERROR(EAGAIN), and compares results
#   with it. When may the constant be read?
# A guess: any time. In C it is a number of the preprocessor; and every other class of the binding loads its library when
#   it is first used.
# What happens: AVERROR_EAGAIN() and its siblings are native methods of a class of presets, which loads nothing. Until some
#   class of global.* has loaded libavutil, they throw UnsatisfiedLinkError; in a static initializer that is a
#   NoClassDefFoundError for whoever comes second. It hides as long as something of FFmpeg was called before, and comes up
#   when two lines change places.
#
# Output seen:
#   first: UnsatisfiedLinkError
#   after av_log_get_level(): -11

. "$(dirname "$0")/fetch.sh"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "needs Linux x86-64"
maven org.bytedeco:javacpp:1.5.14 org.bytedeco:javacpp:1.5.14:jar:linux-x86_64 \
  org.bytedeco:ffmpeg:8.1.2-1.5.14 org.bytedeco:ffmpeg:8.1.2-1.5.14:jar:linux-x86_64

cat > Again.java <<'JAVA'
import org.bytedeco.ffmpeg.presets.avutil;

class Again {
  public static void main(String[] args) {
    System.out.println("first: " + again());
    org.bytedeco.ffmpeg.global.avutil.av_log_get_level();
    System.out.println("after av_log_get_level(): " + again());
  }

  static String again() {
    try {
      return Integer.toString(avutil.AVERROR_EAGAIN());
    } catch (UnsatisfiedLinkError e) {
      return e.getClass().getSimpleName();
    }
  }
}
JAVA
java -cp 'lib/*' Again.java | tee seen

grep -q '^first: UnsatisfiedLinkError$' seen || changed "the constant is there at once"
grep -q '^after av_log_get_level(): -11$' seen || changed "the constant is another one, or still missing"
