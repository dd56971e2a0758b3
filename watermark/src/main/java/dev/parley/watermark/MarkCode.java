package dev.parley.watermark;

import com.google.zxing.common.reedsolomon.GenericGF;
import com.google.zxing.common.reedsolomon.ReedSolomonDecoder;
import com.google.zxing.common.reedsolomon.ReedSolomonEncoder;
import com.google.zxing.common.reedsolomon.ReedSolomonException;
import java.util.OptionalLong;

/** 64 bits as 12 bytes of a Reed-Solomon code, of which two may be wrong. */
final class MarkCode {
    private static final int DATA = Long.BYTES;
    private static final int CHECKS = MarkLayout.SYMBOLS - DATA;
    private static final GenericGF FIELD = GenericGF.QR_CODE_FIELD_256;

    static int[] encode(long payload) {
        int[] symbols = new int[MarkLayout.SYMBOLS];
        for (int i = 0; i < DATA; i++) {
            symbols[i] = (int) (payload >>> 8 * (DATA - 1 - i)) & 0xFF;
        }
        new ReedSolomonEncoder(FIELD).encode(symbols, CHECKS);
        return symbols;
    }

    /** What was most likely meant; nothing where more than two are wrong. */
    static OptionalLong decode(int[] symbols) {
        int[] corrected = symbols.clone();
        try {
            new ReedSolomonDecoder(FIELD).decode(corrected, CHECKS);
        } catch (ReedSolomonException e) {
            return OptionalLong.empty();
        }
        long payload = 0;
        for (int i = 0; i < DATA; i++) {
            payload = payload << 8 | corrected[i];
        }
        return OptionalLong.of(payload);
    }

    private MarkCode() {}
}
