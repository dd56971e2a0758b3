#!/usr/bin/env bash
# FFmpeg 8.1.2 (org.bytedeco:ffmpeg 8.1.2-1.5.14)
#
# Question: how is a WAV read that holds 24-bit samples in 32-bit containers, said in the standard way:
#   WAVE_FORMAT_EXTENSIBLE, sub-format PCM (integers), 32 bits per container, 24 of them valid, at the top?
# A guess: as 32-bit integers; the low eight bits are just zero. The sub-format GUID says PCM, not IEEE float.
# What happens: ffprobe calls it `pcm_f24le` with sample format `flt`. The integers' bits are taken for IEEE floats
#   and scaled by 2^-23: a sine at -6 dB comes out hundreds of decibels over full scale. No warning, exit 0.
#   With 32 valid bits in the header, the same samples are read right; `-c:a pcm_s32le` before `-i` helps too.
#
# Output seen:
#   24 valid bits: pcm_f24le flt, peak 626.1 dB
#   32 valid bits: pcm_s32le s32, peak -6.0 dB
#   24 valid bits, -c:a pcm_s32le: peak -6.0 dB

. "$(dirname "$0")/fetch.sh"
ffmpeg_tools

cat > Wav.java <<'JAVA'
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes one second of a 440 Hz sine at half of full scale: 24-bit integers at the top of 32-bit words. */
class Wav {
  public static void main(String[] args) throws IOException {
    int rate = 16_000;
    ByteBuffer wav = ByteBuffer.allocate(68 + 4 * rate).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(60 + 4 * rate).put(ascii("WAVE"));
    wav.put(ascii("fmt ")).putInt(40);
    wav.putShort((short) 0xFFFE).putShort((short) 1).putInt(rate).putInt(4 * rate);
    wav.putShort((short) 4).putShort((short) 32);
    wav.putShort((short) 22).putShort(Short.parseShort(args[1])).putInt(4);
    wav.putLong(0x0010_0000_0000_0001L).putLong(0x719B_3800_AA00_0080L); // KSDATAFORMAT_SUBTYPE_PCM
    wav.put(ascii("data")).putInt(4 * rate);
    for (int i = 0; i < rate; i++) {
      int sample = (int) Math.round(0x40_0000 * Math.sin(2 * Math.PI * 440 * i / rate));
      wav.putInt(sample << 8);
    }
    Files.write(Path.of(args[0]), wav.array());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
JAVA
java Wav.java 24.wav 24
java Wav.java 32.wav 32

codec() {
  ffprobe -show_entries stream=codec_name,sample_fmt -of csv=p=0 "$1" | tr ',' ' '
}

peak() {
  ffmpeg -loglevel info "$@" -af astats=measure_perchannel=none:measure_overall=Peak_level -f null - 2>&1 \
    | sed -n 's/.*Peak level dB: //p' | xargs printf '%.1f'
}

as24=$(codec 24.wav) as32=$(codec 32.wav)
peak24=$(peak -i 24.wav) peak32=$(peak -i 32.wav) forced=$(peak -c:a pcm_s32le -i 24.wav)
echo "24 valid bits: $as24, peak $peak24 dB"
echo "32 valid bits: $as32, peak $peak32 dB"
echo "24 valid bits, -c:a pcm_s32le: peak $forced dB"

[ "$as32, $peak32, $forced" = "pcm_s32le s32, -6.0, -6.0" ] || changed "the plain cases"
[ "$as24" = "pcm_f24le flt" ] || changed "24 valid bits in 32 are $as24 now"
[ "${peak24%.*}" -gt 100 ] || changed "the level of 24 valid bits in 32 is $peak24 dB now"
