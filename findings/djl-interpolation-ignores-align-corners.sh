#!/usr/bin/env bash
# DJL 0.35.1 with PyTorch 2.7.1 for the CPU (ai.djl:api, ai.djl.pytorch:pytorch-engine, pytorch-native-cpu)
#
# Question: is NDArrayEx.interpolation(size, mode, alignCorners) PyTorch's `interpolate` of the same names? A model's
#   Python code says `interpolate(x, size, mode="bilinear", align_corners=True)`: does the port give its numbers?
# A guess: yes, with mode 1 and alignCorners true; and without antialiasing, which is off in PyTorch unless asked for.
# What happens: alignCorners changes nothing, in bilinear and bicubic mode alike: [0, 1] at four points is the answer
#   for false, where align_corners=True defines 0, 1/3, 2/3, 1. And shrinking is always antialiased: eight values
#   become two by looking at the middles of each half, positions 1.5 and 5.5, whose neighbors are all 0 below; plain
#   bilinear interpolation misses the 1 at position 3 and gives 0 0, here both results have a share of it. Nothing
#   is refused or logged; a ported network is just a little off. Gathering and weighting by hand, or tracing the
#   step into the model, gives PyTorch's numbers.
#
# Output seen:
#   bilinear [0 1] at four points, alignCorners false: 0.000 0.250 0.750 1.000
#   bilinear [0 1] at four points, alignCorners true:  0.000 0.250 0.750 1.000
#   bilinear [0 0 0 1 0 0 0 0] at two points:          0.179 0.107

. "$(dirname "$0")/fetch.sh"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "needs Linux x86-64"
djl

cat > Points.java <<'JAVA'
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;

class Points {
  private static final int BILINEAR = 1;

  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pair = manager.create(new float[] {0, 1}, new Shape(1, 1, 1, 2));
      NDArray peak = manager.create(new float[] {0, 0, 0, 1, 0, 0, 0, 0}, new Shape(1, 1, 1, 8));
      System.out.println("bilinear [0 1] at four points, alignCorners false: " + text(pair, 4, false));
      System.out.println("bilinear [0 1] at four points, alignCorners true:  " + text(pair, 4, true));
      System.out.println("bilinear [0 0 0 1 0 0 0 0] at two points:          " + text(peak, 2, false));
    }
  }

  private static String text(NDArray row, long size, boolean alignCorners) {
    NDArray points = row.getNDArrayInternal().interpolation(new long[] {1, size}, BILINEAR, alignCorners);
    StringBuilder text = new StringBuilder();
    for (float value : points.toFloatArray()) {
      text.append(String.format(Locale.ROOT, " %.3f", value));
    }
    return text.substring(1);
  }
}
JAVA
java_with_djl Points | tee seen

grep -q 'false: 0.000 0.250 0.750 1.000$' seen || changed "the plain case"
grep -q 'true:  0.000 0.250 0.750 1.000$' seen || changed "alignCorners has an effect"
! grep -q 'two points: *0.000 0.000$' seen || changed "shrinking is not antialiased"
