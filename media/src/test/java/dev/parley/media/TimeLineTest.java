package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.media.SoundInfo.Remark;
import org.junit.jupiter.api.Test;

class TimeLineTest {
    private static final double PACKET = 0.02;

    private final TimeLine line = new TimeLine();

    /** @return the silence put in front */
    private double packet(double stamp) {
        double silence = line.silenceBefore(stamp);
        if (silence > 0) {
            line.addSilence(silence);
        }
        line.addSound(PACKET);
        return silence;
    }

    private double packets(int count, double from) {
        double silence = 0;
        for (int i = 0; i < count; i++) {
            silence += packet(from + i * PACKET);
        }
        return silence;
    }

    @Test
    void soundThatFollowsAtOnceHasNoSilence() {
        assertThat(packets(500, 0)).isZero();
        assertThat(line.remarks()).isEmpty();
    }

    @Test
    void aGapIsAsLongAsItsTimeStampsSay() {
        packets(50, 0);
        assertThat(packet(3)).isCloseTo(2, within(1e-9));
        assertThat(packets(50, 3.02)).isZero();
        assertThat(line.remarks()).extracting(Remark::kind).containsExactly(Remark.Kind.GAPS_FILLED);
        assertThat(line.remarks().get(0).values().get(0).doubleValue()).isCloseTo(2, within(1e-9));
        assertThat(line.remarks().get(0).values().get(1)).isEqualTo(1);
        assertThat(line.remarks().get(0).message()).contains("2.00 s of sound, in 1 place, the first at 1.00 s");
    }

    @Test
    void aLiveStreamsRecordingBeginsWithItsFirstSound() {
        assertThat(packets(50, 3_600)).isZero();
        assertThat(packet(3_603)).isCloseTo(2, within(1e-6));
        assertThat(line.remarks()).extracting(Remark::kind).containsExactly(Remark.Kind.GAPS_FILLED);
    }

    @Test
    void whatAnEncoderLeavesOutOfSilenceIsSilent() {
        packets(10, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(packet(0.6 + i * 0.4)).isCloseTo(i == 0 ? 0.4 : 0.38, within(1e-9));
        }
    }

    @Test
    void lostPacketsAddUp() {
        double silence = 0;
        for (int i = 0; i < 1_000; i++) {
            silence += i % 10 == 9 ? 0 : packet(i * PACKET);
        }
        assertThat(silence).isCloseTo(100 * PACKET, within(TimeLine.SMALLEST_GAP + PACKET));
    }

    @Test
    void stampsThatJitterTellOfNoGap() {
        double silence = 0;
        for (int i = 0; i < 1_000; i++) {
            silence += packet(i * PACKET + (i % 3 - 1) * 0.02);
        }
        assertThat(silence).isZero();
    }

    @Test
    void overlapsAreNoGaps() {
        packets(50, 0);
        assertThat(packets(50, 0.9)).isZero();
        assertThat(packets(50, 1.9)).isZero();
    }

    @Test
    void afterAJumpBackCountingBeginsAnew() {
        packets(500, 0);
        assertThat(packets(50, 0)).isZero();
        assertThat(packet(2)).isCloseTo(1, within(1e-9));
    }

    @Test
    void aLateStartIsSilence() {
        assertThat(packet(1.5)).isEqualTo(1.5);
        assertThat(packets(10, 1.52)).isZero();
        assertThat(line.remarks()).extracting(Remark::kind).containsExactly(Remark.Kind.STARTS_LATE);
        assertThat(line.remarks().get(0).values()).containsExactly(1.5);
    }

    @Test
    void whatLiesBeforeTheBeginningIsNoSilence() {
        assertThat(packets(100, -0.5)).isZero();
        assertThat(line.remarks()).isEmpty();
    }

    @Test
    void aBeginningThatIsALittleLateStaysWithin() {
        assertThat(packets(100, 0.045)).isZero();
        assertThat(packet(2.055)).isZero();
    }

    @Test
    void withoutStampsSoundFollowsAtOnce() {
        packets(10, 0);
        assertThat(packet(Double.NaN)).isZero();
        assertThat(packets(10, 0.22)).isZero();
    }
}
