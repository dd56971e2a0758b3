#!/usr/bin/env bash
# JavaCPP 1.5.14 (org.bytedeco:javacpp, the base of JavaCV and of its FFmpeg and OpenCV)
#
# Question: A program holds a neural network's weights outside Java's heap, through another library, and reads a picture
#   with JavaCV now and then. What bounds the memory that JavaCPP may allocate?
# A guess: what the machine has; or what JavaCPP itself has allocated, against the size of the heap.
# What happens: before every allocation, of however few bytes, JavaCPP compares the resident memory of the whole process
#   with four times the largest heap, and throws OutOfMemoryError above it, after up to ten calls of System.gc(). It does
#   not matter who holds the memory. A worker with -Xmx512m and a model that takes more than 2 GiB of the host cannot
#   decode a picture again, on a machine with 100 GB free, and each refusal costs it ten garbage collections.
#   -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 lifts the limit; it is read once, when the class Pointer is initialized.
#
# Output seen:
#   before: 10 bytes allocated
#   with 200 MiB held by another: OutOfMemoryError (JavaCPP had allocated 0 MiB)
#   without the limit: 10 bytes allocated

. "$(dirname "$0")/fetch.sh"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "needs Linux x86-64"
maven org.bytedeco:javacpp:1.5.14 org.bytedeco:javacpp:1.5.14:jar:linux-x86_64

cat > Allocate.java <<'JAVA'
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

class Allocate {
  public static void main(String[] args) {
    if (args.length == 0) {
      System.out.println("before: " + allocate());
    }
    ByteBuffer weights = ByteBuffer.allocateDirect(200 << 20);
    for (int i = 0; i < weights.capacity(); i += 4096) {
      weights.put(i, (byte) 1);
    }
    String name = args.length == 0 ? "with 200 MiB held by another: " : "without the limit: ";
    System.out.println(name + allocate());
    if (weights.get(0) != 1) {
      throw new AssertionError();
    }
  }

  static String allocate() {
    try (BytePointer bytes = new BytePointer(10)) {
      return bytes.capacity() + " bytes allocated";
    } catch (OutOfMemoryError e) {
      return "OutOfMemoryError (JavaCPP had allocated " + (Pointer.totalBytes() >> 20) + " MiB)";
    }
  }
}
JAVA
flags=(-Xmx32m -XX:MaxDirectMemorySize=256m -XX:+UseSerialGC -cp 'lib/*')
java "${flags[@]}" Allocate.java | tee seen
java "${flags[@]}" -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 Allocate.java unlimited | tee -a seen

grep -q '^before: 10 bytes allocated$' seen || changed "ten bytes are refused in an empty process"
grep -q '^with 200 MiB held by another: OutOfMemoryError (JavaCPP had allocated 0 MiB)$' seen \
  || changed "memory of others is not counted"
grep -q '^without the limit: 10 bytes allocated$' seen || changed "the setting does not lift the limit"
