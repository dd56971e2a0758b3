package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.ArithmeticReport;
import dev.parley.multitalk.ModelOptions;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FurtherDevicesTest {
    @Test
    void aDeviceThatCannotBeUsedIsLeftOutAndEachIsTriedOnce() {
        MultiTalkConfig config = new SmallRyeConfigBuilder()
                .withMapping(MultiTalkConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("parley.multitalk.further-devices", "cuda:1,cuda:2"), "test", 100))
                .build()
                .getConfigMapping(MultiTalkConfig.class);
        List<String> tried = new ArrayList<>();
        FurtherDevices further = new FurtherDevices(config, options -> {
            tried.add(options.device());
            if (options.device().equals("cuda:2")) {
                throw new IllegalStateException("cuda:2 is not there");
            }
            return right();
        });

        assertThat(further.addTo(ModelOptions.CPU).companions()).containsExactly("cuda:1");
        assertThat(further.addTo(ModelOptions.CPU).companions()).containsExactly("cuda:1");
        assertThat(tried).containsExactly("cuda:1", "cuda:2");
    }

    private static ArithmeticReport right() {
        return new ArithmeticReport("2.7.1", "cuda:1", "AVX2", 1, 0, List.of());
    }
}
