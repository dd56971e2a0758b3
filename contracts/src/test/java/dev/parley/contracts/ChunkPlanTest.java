package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.plan.SoundTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkPlanTest {
    @ParameterizedTest
    @CsvSource({"0.5,12,1", "3.24,81,1", "3.3,82,2", "7.7,192,3", "39,975,17", "120,3000,54"})
    void addsUpToExactlyTheLengthAskedFor(double seconds, int frames, int chunks) {
        ChunkPlan plan = new ChunkPlan(SoundTime.ofSeconds(seconds).frames(), 81, 25);
        assertThat(plan.frames()).isEqualTo(frames);
        assertThat(plan.count()).isEqualTo(chunks);
        assertThat(plan.chunks().stream().mapToInt(ChunkPlan.Chunk::frames).sum())
                .isEqualTo(frames);
    }

    @Test
    void everyChunkBeginsWhereTheOneBeforeEnded() {
        int next = 0;
        for (ChunkPlan.Chunk chunk : new ChunkPlan(500, 81, 25).chunks()) {
            assertThat(chunk.startFrame()).isEqualTo(next);
            next += chunk.frames();
        }
    }
}
