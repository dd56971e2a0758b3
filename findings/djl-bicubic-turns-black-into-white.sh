#!/usr/bin/env bash
# DJL 0.35.1 with PyTorch 2.7.1 for the CPU (ai.djl:api, ai.djl.pytorch:pytorch-engine, pytorch-native-cpu)
#
# Question: what does NDImageUtils.resize with BICUBIC make of an 8-bit picture with a hard edge?
# A guess: values from 0 to 255. The cubic kernel overshoots at edges, so every image library clamps there.
# What happens: the overshoot is cut to eight bits without clamping: a little below black comes out as nearly white
#   and a little above white as nearly black: a ring of specks along every edge. The result has the type UINT8, so
#   nothing shows that anything was lost. Going through FLOAT32 and `clip(0, 255)` gives what one would expect.
#   (BILINEAR and AREA cannot overshoot and are fine.)
#
# Output seen (a row of four black and four white pixels, doubled in size):
#   UINT8:            0 0 0 0 0 251 239 51 203 16 4 255 255 255 255 254
#   FLOAT32, clipped: 0 0 0 0 0 0 0 51 203 255 255 255 255 255 255 254

. "$(dirname "$0")/fetch.sh"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "needs Linux x86-64"
djl

cat > Edge.java <<'JAVA'
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.util.NDImageUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

class Edge {
  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray row = manager.create(new float[] {0, 0, 0, 0, 255, 255, 255, 255}, new Shape(1, 8, 1));
      NDArray bytes = doubled(row.toType(DataType.UINT8, true));
      NDArray floats = doubled(row).clip(0, 255).toType(DataType.UINT8, true);
      System.out.println("UINT8:            " + text(bytes));
      System.out.println("FLOAT32, clipped: " + text(floats));
    }
  }

  private static NDArray doubled(NDArray row) {
    return NDImageUtils.resize(row, 16, 1, Image.Interpolation.BICUBIC);
  }

  private static String text(NDArray array) {
    return Arrays.stream(array.toType(DataType.INT32, true).toIntArray())
        .mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}
JAVA
java_with_djl Edge | tee seen

read -ra bytes < <(sed -n 's/^UINT8: *//p' seen)
read -ra floats < <(sed -n 's/^FLOAT32, clipped: //p' seen)
[ "${#bytes[@]} ${#floats[@]}" = "16 16" ] || changed "the shape of the answer"
# The sixth pixel lies beside the edge, on its black side; the eleventh on its white side.
[ "${floats[5]} ${floats[10]}" = "0 255" ] || changed "floats, clipped"
[ "${bytes[5]}" -gt 200 ] || changed "black stays black in eight bits"
[ "${bytes[10]}" -lt 50 ] || changed "white stays white in eight bits"
