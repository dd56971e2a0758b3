#!/usr/bin/env bash
# DJL 0.35.1 with PyTorch 2.7.1 for the CPU (ai.djl:api, ai.djl.pytorch:pytorch-engine, pytorch-native-cpu)
#
# Question: PYTORCH_LIBRARY_PATH names the folder of an installed libtorch, such as the `torch/lib` of a Python package.
#   Which of the libraries there does DJL load?
# A guess: libtorch and what it depends on, as the dynamic linker finds them.
# What happens: the whole tree below is walked, and every file called *.so or *.so.N is loaded with System.load, in any
#   order, except those whose names contain "torch_" or "caffe2_". A copy of an old version in a subfolder, Python
#   extensions, or CUDA's libraries gathered in the same place are loaded beside libtorch; one that cannot be loaded
#   ends the start of the engine. An image for GPUs keeps nothing in that folder but libtorch's own libraries, and
#   leaves CUDA's to be found by their relative paths.
#
# Output seen:
#   an unrelated library, two folders below, says: loaded
#   1 + 1 = 2.0

. "$(dirname "$0")/fetch.sh"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "needs Linux x86-64"
need gcc jar
djl

mkdir -p libtorch/kept/elsewhere native
(cd native && jar xf ../lib/pytorch-native-cpu-2.7.1-linux-x86_64.jar)
find native -name '*.so*' -exec cp {} libtorch/ \;
for packed in libtorch/*.gz; do [ ! -e "$packed" ] || gunzip "$packed"; done
cat > unrelated.c <<'C'
#include <stdio.h>
__attribute__((constructor)) static void begin(void) {
  puts("an unrelated library, two folders below, says: loaded");
  fflush(stdout);
}
C
gcc -shared -fPIC -o libtorch/kept/elsewhere/libunrelated.so unrelated.c

cat > Sum.java <<'JAVA'
import ai.djl.ndarray.NDManager;

class Sum {
  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      System.out.println("1 + 1 = " + manager.create(1f).add(1).getFloat());
    }
  }
}
JAVA
export PYTORCH_LIBRARY_PATH=$work/libtorch PYTORCH_VERSION=2.7.1 PYTORCH_FLAVOR=cpu
java_with_djl Sum | tee seen

grep -q 'says: loaded$' seen || changed "a library below the folder is left alone"
grep -q '1 + 1 = 2.0$' seen || changed "libtorch does not start"
