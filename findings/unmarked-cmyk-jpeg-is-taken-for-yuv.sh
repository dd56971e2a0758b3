#!/usr/bin/env bash
# FFmpeg 8.1.2 (org.bytedeco:ffmpeg:8.1.2-1.5.14)
#
# Question: what are the colors of a JPEG with four inks (CMYK, for printing) that lacks Adobe's marker APP14?
# A guess: those of the same file with the marker. JPEG knows no other meaning of four components, every program that
#   writes such files stores the inks as Adobe does, and browsers and Pillow show both files alike.
# What happens: without the marker the four components are taken for YUV with transparency: cyan for brightness, black
#   for opacity. Red becomes green, with no error or warning, and a picture printed without black is opaque, so nothing
#   looks broken. It depends on the components' names too: with the names C, M, Y and K, which libjpeg gives them, the
#   colors are right without a marker; with 1 to 4, as the standard's examples number them, they are not. Putting the
#   14 bytes of the marker in front of the frame header mends it.
#
# Output seen (a red square, and the top left pixel of it as RGB):
#   with the marker:       gbrap 229 29 29
#   without, numbered 1-4: yuva444p 93 255 56
#   without, named CMYK:   gbrap 229 29 29

. "$(dirname "$0")/fetch.sh"
need base64 od
ffmpeg_tools

base64 -d > marked.jpg <<'JPEG'
/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsL
DQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgAEAAQBAERAAIRAAMRAAQRAP/EABUA
AQEAAAAAAAAAAAAAAAAAAAAJ/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EAQACAAMABAAAPwCi
CfSfSqYAAAD/2Q==
JPEG
# The marker lies in bytes 2 to 17. The components are named behind 0xFFC0 (frame) and 0xFFDA (scan).
{ head -c 2 marked.jpg; tail -c +19 marked.jpg; } > unmarked.jpg
LC_ALL=C sed -e 's/\x01\x11\x00\x02\x11\x00\x03\x11\x00\x04\x11\x00/C\x11\x00M\x11\x00Y\x11\x00K\x11\x00/' \
  -e 's/\x04\x01\x00\x02\x00\x03\x00\x04\x00/\x04C\x00M\x00Y\x00K\x00/' unmarked.jpg > named.jpg

show() {
  ffmpeg -i "$2" -f rawvideo -pix_fmt rgb24 pixels
  echo "$1 $(ffprobe -show_entries stream=pix_fmt -of csv=p=0 "$2") $(od -An -tu1 -N3 pixels | xargs)"
}
{
  show "with the marker:      " marked.jpg
  show "without, numbered 1-4:" unmarked.jpg
  show "without, named CMYK:  " named.jpg
} | tee seen

read -r red green _ < <(sed -n 's/^with the marker: *gbrap //p' seen)
[ "${red:-0}" -gt 200 ] && [ "${green:-255}" -lt 60 ] || changed "the plain case"
read -r red green _ < <(sed -n 's/^without, numbered 1-4: *yuva444p //p' seen)
[ "${red:-255}" -lt 120 ] && [ "${green:-0}" -gt 200 ] || changed "the inks are known without the marker"
