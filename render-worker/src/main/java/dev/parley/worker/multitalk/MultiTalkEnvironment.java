package dev.parley.worker.multitalk;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The settings that a worker would read from this process's environment, for programs that are no worker. */
public final class MultiTalkEnvironment {
    /** With the mapping of {@link MultiTalkConfig}. */
    public static SmallRyeConfig read() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredConverters()
                .withMapping(MultiTalkConfig.class)
                .build();
    }

    private MultiTalkEnvironment() {}
}
