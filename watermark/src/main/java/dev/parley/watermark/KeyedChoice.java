package dev.parley.watermark;

/** Numbers that follow from a key, the same on every machine. */
final class KeyedChoice {
    private final MarkKey key;
    private byte[] block = {};
    private int at;
    private int next;

    KeyedChoice(MarkKey key) {
        this.key = key;
    }

    /** A number from 0 to {@code bound - 1}; {@code bound} is at most 65536, and what it does not divide hardly matters. */
    int below(int bound) {
        if (at == block.length) {
            block = key.bits(next++);
            at = 0;
        }
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | block[at++] & 0xFF;
        }
        return (int) ((value & 0xFFFFFFFFL) * bound >>> 32);
    }

    /** The numbers from 0 to {@code count - 1} in a disorder. */
    int[] shuffled(int count) {
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            int other = below(i + 1);
            all[i] = all[other];
            all[other] = i;
        }
        return all;
    }
}
