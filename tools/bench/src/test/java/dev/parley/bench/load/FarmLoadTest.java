package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FarmLoadTest {
    private static final FarmLoad.Window WINDOW = new FarmLoad.Window(8, 9.2, 10);

    @Test
    void aWindowTakesItsPassesAndTheRestAndAddsWhatIsNewInIt() {
        assertThat(WINDOW.seconds()).isCloseTo(83.6, within(1e-9));
        assertThat(WINDOW.gpuSecondsPerVideoSecond()).isCloseTo(83.6 / 2.24, within(1e-9));
    }

    @Test
    void aDemandNeedsWorkersThatAreNotAlwaysBusy() {
        FarmLoad load = FarmLoad.of(WINDOW, 1.25, 0.8);
        assertThat(load.workers()).isEqualTo(59);
        assertThat(load.windows()).isCloseTo(1.25 / 2.24, within(1e-9));
        assertThat(load.bytesIn()).isCloseTo(1.25 / 2.24 * 122_880_000, within(1.0));
    }

    @Test
    void moreWorkersThanAShareGroupHasMembersAreSeveralGroups() {
        assertThat(new FarmLoad(200, 1).cells()).isEqualTo(1);
        assertThat(new FarmLoad(201, 1).cells()).isEqualTo(2);
    }
}
