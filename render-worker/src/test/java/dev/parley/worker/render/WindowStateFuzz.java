package dev.parley.worker.render;

/** For {@code tools/fuzz/run state}: any bytes are what a window starts from, or are refused. */
public final class WindowStateFuzz {
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            WindowState.of(data).toBytes();
        } catch (IllegalArgumentException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("refused without a reason");
            }
        }
    }

    private WindowStateFuzz() {}
}
