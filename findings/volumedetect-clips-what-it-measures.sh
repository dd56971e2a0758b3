#!/usr/bin/env bash
# FFmpeg 8.1.2 (org.bytedeco:ffmpeg 8.1.2-1.5.14)
#
# Question: what does the filter `volumedetect` say of a float WAV whose peak is 6 dB over full scale, and what does
#   it do to the sound that passes?
# A guess: max_volume: 6.0 dB, and nothing: it is a meter, and the file after it is float again.
# What happens: it takes 16-bit samples only, so FFmpeg converts before it without a word. It reports 0.0 dB, and
#   the sound behind the meter is clipped for good, although the output is float: a level "measured and left alone"
#   is a square-ish wave. `astats` takes floats: 6.0 dB without the meter, 0.0 dB behind it. Turning the sound
#   down by 6 dB afterwards (as the meter's 0.0 dB would not even suggest) brings no peak back.
#
# Output seen:
#   volumedetect: 0.0 dB
#   astats: 6.0 dB
#   astats on the float WAV written behind volumedetect: 0.0 dB

. "$(dirname "$0")/fetch.sh"
ffmpeg_tools

peak() {
  ffmpeg -loglevel info -i "$1" -af astats=measure_perchannel=none:measure_overall=Peak_level -f null - 2>&1 \
    | sed -n 's/.*Peak level dB: //p' | xargs printf '%.1f'
}

# The source's sine is at 1/8 of full scale, -18 dB.
ffmpeg -f lavfi -i sine=r=48000:d=1,aformat=flt,volume=24.08dB:precision=float -c:a pcm_f32le loud.wav
meter=$(ffmpeg -loglevel info -i loud.wav -af volumedetect -c:a pcm_f32le behind.wav 2>&1 \
  | sed -n 's/.*max_volume: \(.*\) dB/\1/p')
before=$(peak loud.wav) behind=$(peak behind.wav)
echo "volumedetect: $meter dB"
echo "astats: $before dB"
echo "astats on the float WAV written behind volumedetect: $behind dB"

[ "$before" = 6.0 ] || changed "the input's level"
[ "$meter" = 0.0 ] || changed "volumedetect sees more than full scale"
[ "${behind#-}" = 0.0 ] || changed "volumedetect lets more than full scale pass"
