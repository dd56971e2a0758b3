#!/usr/bin/env bash
# FFmpeg 8.1.2 (org.bytedeco:ffmpeg 8.1.2-1.5.14)
#
# Question: one second of sound, 16000 samples, is encoded into MP4 and decoded again. How many samples come back?
# A guess: 16000. The edit list carries both the delay at the start and the true length, and ffprobe duly says
#   1.000000 seconds.
# What happens: only the start of the edit list is applied. The padding of the last packet comes back as sound:
#   AAC, Opus and MP3 each return another number. Ogg, WebM, FLAC and plain MP3 give exactly 16000, Opus and MP3
#   among them, so it is neither the codec nor the encoder. Joining decoded pieces drifts by up to a packet a
#   piece. `-t` with the duration that ffprobe reports cures it.
#
# Output seen:
#   aac in mp4: says 1.000000, 16384 samples
#   libopus in mp4: says 1.000000, 16285 samples
#   libmp3lame in mp4: says 1.000000, 16175 samples
#   libopus in ogg: says 1.006500, 16000 samples
#   libopus in webm: says 1.008000, 16000 samples
#   libmp3lame in mp3: says 1.000000, 16000 samples
#   flac in flac: says 1.000000, 16000 samples

. "$(dirname "$0")/fetch.sh"
ffmpeg_tools

round_trip() {
  ffmpeg -f lavfi -i sine=r=16000:d=1 -c:a "$1" -f "$2" sound
  local says samples
  says=$(ffprobe -show_entries format=duration -of csv=p=0 sound)
  samples=$(($(ffmpeg -i sound -ac 1 -ar 16000 -f s16le - | wc -c) / 2))
  echo "$1 in $2: says $says, $samples samples"
}

for pair in "aac mp4" "libopus mp4" "libmp3lame mp4" "libopus ogg" "libopus webm" "libmp3lame mp3" "flac flac"; do
  round_trip $pair
done | tee seen

for codec in aac libopus libmp3lame; do
  grep -q "^$codec in mp4: says 1.000000" seen || changed "the duration of $codec in MP4"
  ! grep -q "^$codec in mp4: .*, 16000 samples" seen || changed "$codec in MP4 comes back at its length"
done
[ "$(grep -v mp4 seen | grep -c ', 16000 samples')" = 4 ] || changed "the other containers"
