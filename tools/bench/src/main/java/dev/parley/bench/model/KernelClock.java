package dev.parley.bench.model;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.InvocationHandler;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Times every kernel call by the part of the network it belongs to. A part is identified by the weights that its kernels use:
 * the clock knows their keys, and those of tensors derived from them (a copy on the device, a quantized one). It waits for
 * the device around each call, so the sum of all calls exceeds an uninterrupted pass.
 */
final class KernelClock {
    /** What lies between the kernels: additions, slices, and the calls themselves. */
    static final String BETWEEN = "between the kernels";

    /** By identity: two tensors may have equal contents. */
    private final Map<Object, String> keys = new IdentityHashMap<>();

    private Runnable wait = () -> {};
    private BinaryOperator<String> part;
    private Map<String, Double> seconds;
    private String lastKey;
    private long lastEnd;

    /** @param wait returns when the device is done */
    void waitBy(Runnable wait) {
        this.wait = wait;
    }

    /** From here on kernels that take {@code tensor} belong to {@code key}. */
    NDArray named(String key, NDArray tensor) {
        keys.put(tensor, key);
        return tensor;
    }

    InvocationHandler around(InvocationHandler kernels) {
        return (proxy, method, args) -> {
            if (method.getDeclaringClass() == MeasureKernels.class || args == null) {
                return kernels.invoke(proxy, method, args);
            }
            if (part == null) {
                return inherit(args[0], kernels.invoke(proxy, method, args));
            }
            String key = key(args);
            lastKey = key == null ? lastKey : key;
            long begin = now();
            add(BETWEEN, begin - lastEnd);
            Object result = kernels.invoke(proxy, method, args);
            lastEnd = now();
            add(part.apply(method.getName(), lastKey), lastEnd - begin);
            return inherit(args[0], result);
        };
    }

    /**
     * Runs {@code work} with the clock on.
     *
     * @param part of the kernel's name and the key of the weight that it, or the one before it, takes
     * @return seconds by part, in the order in which they came
     */
    Map<String, Double> profile(BinaryOperator<String> part, Runnable work) {
        this.part = part;
        seconds = new LinkedHashMap<>();
        lastKey = "";
        lastEnd = now();
        try {
            work.run();
            add(BETWEEN, now() - lastEnd);
            return seconds;
        } finally {
            this.part = null;
        }
    }

    private long now() {
        wait.run();
        return System.nanoTime();
    }

    private void add(String name, long nanos) {
        seconds.merge(name, nanos / 1e9, Double::sum);
    }

    private Object inherit(Object from, Object result) {
        if (from instanceof List<?> sources && result instanceof List<?> copies && sources.size() == copies.size()) {
            for (int i = 0; i < copies.size(); i++) {
                inherit(sources.get(i), copies.get(i));
            }
            return result;
        }
        String key = keys.get(from);
        if (key != null && result instanceof NDArray tensor) {
            named(key, tensor);
        }
        if (key != null && result instanceof List<?> tensors) {
            tensors.forEach(tensor -> named(key, (NDArray) tensor));
        }
        return result;
    }

    private String key(Object[] args) {
        for (Object arg : args) {
            String key = keys.get(arg);
            if (key != null) {
                return key;
            }
        }
        return null;
    }
}
