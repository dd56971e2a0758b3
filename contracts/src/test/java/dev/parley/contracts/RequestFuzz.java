package dev.parley.contracts;

/** For {@code tools/fuzz/run request}: any bytes are a request, or are refused with violations. */
public final class RequestFuzz {
    private static final RequestReader READER = new RequestReader();

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            READER.examine(data, data.length % 2 == 0);
        } catch (InvalidRequestException refused) {
            if (refused.violations().isEmpty()) {
                throw new AssertionError("refused without a reason");
            }
        }
    }

    private RequestFuzz() {}
}
