#!/usr/bin/env bash
# DJL 0.35.1 with PyTorch 2.7.1 for the CPU (ai.djl:api, ai.djl.pytorch:pytorch-engine, pytorch-native-cpu)
#
# Question: may an NDArray that a TorchScript model returned be changed in place, with addi, muli or set?
# A guess: yes; NDArray documents these methods for every array, and no gradient was asked for.
# What happens: the model runs in PyTorch's inference mode, and its outputs stay "inference tensors" for good. addi on
#   one fails with "Inplace update to inference tensor outside InferenceMode is not allowed", in an EngineException that
#   does not name the array. add works, and so does addi on a copy (duplicate) or on the result of any other operation.
#
# Output seen:
#   add:              [3.0, 3.0]
#   addi on a copy:   [3.0, 3.0]
#   addi:             EngineException: Inplace update to inference tensor outside InferenceMode is not allowed.

. "$(dirname "$0")/fetch.sh"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "needs Linux x86-64"
need jar
djl

# A module of one line, in the archive that torch.jit.save writes.
mkdir -p archive/m/code
printf '\x80\x02c__torch__\nM\n)\x81}b.' > archive/m/data.pkl
printf '\x80\x02).' > archive/m/constants.pkl
printf '3\n' > archive/m/version
cat > archive/m/code/__torch__.py <<'PYTHON'
class M(Module):
  __parameters__ = []
  __buffers__ = []
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    return torch.add(x, 1)
PYTHON
jar --create --no-compress --no-manifest --file m.pt -C archive m

cat > InPlace.java <<'JAVA'
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoopTranslator;
import java.nio.file.Path;
import java.util.Arrays;

class InPlace {
  public static void main(String[] args) throws Exception {
    try (Model model = Model.newInstance("m", "PyTorch")) {
      model.load(Path.of("."), "m");
      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
        NDArray one = model.getNDManager().create(new float[] {1, 1});
        NDArray two = predictor.predict(new NDList(one)).get(0);
        System.out.println("add:              " + Arrays.toString(two.add(1).toFloatArray()));
        System.out.println("addi on a copy:   " + Arrays.toString(two.duplicate().addi(1).toFloatArray()));
        System.out.println("addi:             " + inPlace(two));
      }
    }
  }

  private static String inPlace(NDArray array) {
    try {
      return Arrays.toString(array.addi(1).toFloatArray());
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage().lines().findFirst().orElse("").split("You can")[0];
    }
  }
}
JAVA
java_with_djl InPlace | tee seen

grep -q '^add: *\[3.0, 3.0\]$' seen || changed "the model itself"
grep -q '^addi on a copy: *\[3.0, 3.0\]$' seen || changed "a copy"
grep -q '^addi: *EngineException: Inplace update to inference tensor' seen || changed "addi works on a model's output"
