package dev.parley.worker.multitalk;

import dev.parley.kit.SettingsRule;
import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.ModelOptions;
import dev.parley.worker.multitalk.MultiTalkConfig.Numbers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@link MultiTalkConfig} cannot be; otherwise the first job to ask for the model would find out. */
@ApplicationScoped
class MultiTalkSettings implements SettingsRule {
    private final MultiTalkConfig config;

    @Inject
    MultiTalkSettings(MultiTalkConfig config) {
        this.config = config;
    }

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!ModelOptions.isDevice(config.device())) {
            faults.add("parley.multitalk.device must be cpu or cuda:N, found " + config.device());
        }
        furtherDevices(faults);
        if (config.attention() != AttentionPrecision.MODEL
                && (config.device().equals("cpu") || config.precision() != Numbers.BF16)) {
            faults.add("parley.multitalk.attention=%s needs a GPU and parley.multitalk.precision=bf16, found %s and %s"
                    .formatted(word(config.attention()), config.device(), word(config.precision())));
        }
        try {
            DeviceOptions.tiling(config);
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        config.lowVramBytes().ifPresent(bytes -> atLeast(0, "low-vram-bytes", bytes, faults));
        config.memoryBytes().ifPresent(bytes -> atLeast(1, "memory-bytes", bytes, faults));
        config.threads().ifPresent(threads -> atLeast(1, "threads", threads, faults));
        return faults;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void furtherDevices(List<String> faults) {
        Set<String> named = new HashSet<>(Set.of(config.device()));
        for (String device : config.furtherDevices().orElse(List.of())) {
            if (!ModelOptions.isDevice(device) || device.equals("cpu")) {
                faults.add("parley.multitalk.further-devices must be cuda:N each, found " + device);
            } else if (!named.add(device)) {
                faults.add("parley.multitalk.further-devices must name each device once, found %s again"
                        .formatted(device));
            }
        }
    }

    private static void atLeast(long least, String name, long found, List<String> faults) {
        if (found < least) {
            faults.add("parley.multitalk.%s must be at least %d, found %d".formatted(name, least, found));
        }
    }
}
