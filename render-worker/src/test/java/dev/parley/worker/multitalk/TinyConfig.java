package dev.parley.worker.multitalk;

import dev.parley.multitalk.AttentionPrecision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Settings of a CPU of which one says how much memory it has. */
record TinyConfig(OptionalLong memoryBytes, Optional<Numbers> vae) implements MultiTalkConfig {
    TinyConfig(OptionalLong memoryBytes) {
        this(memoryBytes, Optional.of(Numbers.F32));
    }

    static TinyConfig of(long bytes) {
        return new TinyConfig(OptionalLong.of(bytes));
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public Optional<List<String>> furtherDevices() {
        return Optional.empty();
    }

    @Override
    public Numbers precision() {
        return Numbers.F32;
    }

    @Override
    public AttentionPrecision attention() {
        return AttentionPrecision.MODEL;
    }

    @Override
    public OptionalInt vaeTile() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt vaeTileOverlap() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalLong lowVramBytes() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalInt threads() {
        return OptionalInt.empty();
    }
}
