package dev.parley.worker.multitalk;

import dev.parley.multitalk.ArithmeticReport;
import dev.parley.multitalk.ModelOptions;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The configured devices beside the model's own that compute what they should. A worker whose GPU was lost ends; when it
 * starts again it does with those that are left.
 */
final class FurtherDevices {
    private static final Logger LOG = Logger.getLogger(FurtherDevices.class);

    private final List<String> configured;
    private final Function<ModelOptions, ArithmeticReport> selfTest;
    private List<String> usable; // null until somebody asks

    /** @param selfTest of one device; throws where it cannot be used at all */
    FurtherDevices(MultiTalkConfig config, Function<ModelOptions, ArithmeticReport> selfTest) {
        configured = config.furtherDevices().orElse(List.of());
        this.selfTest = selfTest;
    }

    /** @param options whose precision is tried on each */
    synchronized ModelOptions addTo(ModelOptions options) {
        if (usable == null) {
            usable = configured.stream()
                    .filter(device -> isUsable(options.withDevice(device)))
                    .toList();
        }
        return options.withCompanions(usable);
    }

    private boolean isUsable(ModelOptions there) {
        try {
            ArithmeticReport report = selfTest.apply(there);
            if (report.ok()) {
                return true;
            }
            LOG.errorf("further device left out  device=%s problem=%s", there.device(), report.summary());
        } catch (RuntimeException e) { // also how a device that is not there looks
            LOG.errorf(e, "further device left out  device=%s", there.device());
        }
        return false;
    }
}
