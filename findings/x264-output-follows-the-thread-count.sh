#!/usr/bin/env bash
# FFmpeg 8.1.2 with libx264 (org.bytedeco:ffmpeg 8.1.2-1.5.14, linux-x86_64-gpl)
#
# Question: x264 is deterministic. Do two machines with the same build, input and settings encode the same bytes?
# A guess: yes; threads only decide how fast.
# What happens: with a bit rate as the goal, each thread count has its own bytes, the same again on every run, even
#   with x264's `cpu-independent` on; and unless set, the count is taken from the CPUs that the process may use. So
#   the same command on hosts (or in containers) with another number of CPUs gives other pictures at another size.
#   The SEI, which prints the settings, is cut out here: it is the coded pictures that differ. With `-crf` instead
#   of `-b:v` fewer counts differ (up to 3 are alike here, 4 and more are not). A fixed `-threads` makes hosts agree.
#
# Output seen:
#   1 threads: 9a4c626c 9a4c626c
#   3 threads: cbf8e9b6 cbf8e9b6
#   8 threads: e9ff3c12 e9ff3c12
#   by default on one CPU: 9a4c626c, on two: cbf8e9b6

. "$(dirname "$0")/fetch.sh"
need taskset md5sum nproc
ffmpeg_tools

encode() {
  ffmpeg -f lavfi -i testsrc2=s=320x240:r=25:d=2 \
    -c:v libx264 -preset veryfast -b:v 300k -x264-params cpu-independent=1 "$@" \
    -bsf:v filter_units=remove_types=6 -f h264 - | md5sum | cut -c1-8
}

declare -A first
for threads in 1 3 8; do
  first[$threads]=$(encode -threads "$threads")
  again=$(encode -threads "$threads")
  echo "$threads threads: ${first[$threads]} $again"
  [ "$again" = "${first[$threads]}" ] || changed "$threads threads give other bytes from run to run"
done
[ "$(printf '%s\n' "${first[@]}" | sort -u | wc -l)" = 3 ] || changed "thread counts agree now"

# The CPUs that this shell may use, one by one.
mapfile -t cpus < <(taskset -cp $$ | sed 's/.*: //' | tr ',' '\n' \
  | while IFS=- read -r first_of last_of; do seq "$first_of" "${last_of:-$first_of}"; done)
[ "${#cpus[@]}" -ge 2 ] || skip "the default thread count needs two CPUs to differ; the rest is as it was"
on_one=$(taskset -cp "${cpus[0]}" $BASHPID > taskset.log && encode)
on_two=$(taskset -cp "${cpus[0]},${cpus[1]}" $BASHPID > taskset.log && encode)
echo "by default on one CPU: $on_one, on two: $on_two"
[ "$on_one" = "${first[1]}" ] || changed "the default on one CPU is not one thread"
[ "$on_two" = "${first[3]}" ] || changed "the default on two CPUs is not three threads"
