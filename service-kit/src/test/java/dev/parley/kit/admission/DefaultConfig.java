package dev.parley.kit.admission;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;

/** Settings as they are where nobody has set any; Quarkus generates the real ones at build time only. */
final class DefaultConfig {
    private static final SmallRyeConfig CONFIG =
            new SmallRyeConfigBuilder().addDiscoveredConverters().build();

    static <T> T of(Class<T> settings) {
        return of(settings, Map.of());
    }

    /** @param others values of settings by the names of their methods */
    static <T> T of(Class<T> settings, Map<String, String> others) {
        InvocationHandler values = (proxy, method, args) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, args);
            }
            if (method.getReturnType() == Optional.class) {
                return Optional.empty();
            }
            return CONFIG.requireConverter(method.getReturnType())
                    .convert(others.getOrDefault(
                            method.getName(),
                            method.getAnnotation(WithDefault.class).value()));
        };
        return settings.cast(Proxy.newProxyInstance(settings.getClassLoader(), new Class<?>[] {settings}, values));
    }

    private DefaultConfig() {}
}
