package dev.parley.multitalk.internal.torch;

import static java.util.Objects.requireNonNull;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.OutOfDeviceMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * PyTorch on one device: the owner of all tensors made through it, and the kernels bound to it. Closing it frees both.
 * May be used by several threads; scopes are per thread.
 */
public final class Torch implements AutoCloseable {
    static {
        stayOffline();
    }

    private final NDManager manager;
    private final String device;
    private final UnaryOperator<InvocationHandler> around;
    private final Map<Class<?>, Object> kernels = new ConcurrentHashMap<>();

    private Torch(NDManager manager, String device, UnaryOperator<InvocationHandler> around) {
        this.manager = manager;
        this.device = device;
        this.around = around;
    }

    /**
     * @param device in PyTorch's notation: {@code cpu}, {@code cuda:0}
     * @throws IllegalArgumentException for any other
     */
    public static Torch open(String device) {
        return open(device, UnaryOperator.identity());
    }

    /**
     * As {@link #open(String)}, for measuring.
     *
     * @param around wraps what answers the calls of each kernel interface
     */
    public static Torch open(String device, UnaryOperator<InvocationHandler> around) {
        requireNonNull(around, "around");
        if (!ModelOptions.isDevice(device)) {
            throw new IllegalArgumentException("A device is cpu or cuda:N, not " + device);
        }
        Device place = device.equals("cpu") ? Device.cpu() : Device.gpu(Integer.parseInt(device.substring(5)));
        return new Torch(NDManager.newBaseManager(place, "PyTorch"), device, around);
    }

    /**
     * Keeps DJL off the network, unless the property {@code ai.djl.offline} says otherwise: left alone it looks for a
     * cloud's metadata address when it starts, and downloads what it thinks a GPU needs. Call before DJL's first class.
     */
    public static void stayOffline() {
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
    }

    /** The owner of the tensors; the place to make inputs. */
    public NDManager manager() {
        return manager;
    }

    /** In PyTorch's notation, as kernels expect it. */
    public String device() {
        return device;
    }

    /** The kernels of {@code type}, compiled on first use. */
    public <T> T kernels(Class<T> type) {
        return type.cast(kernels.computeIfAbsent(type, t -> bind(t, manager, around)));
    }

    @Override
    public void close() {
        manager.close();
    }

    /**
     * Binds an interface to the script in its package ({@code CoreKernels} to {@code core.py}): calling {@code layerNorm}
     * runs {@code layer_norm}. Arguments may be tensors, lists of tensors, {@code int}, {@code long}, {@code double},
     * {@code boolean}, {@code String}, {@code long[]}, a {@link Handle}; results a tensor, a list or tuple of tensors,
     * {@code long}, {@code double}, {@code String}, {@code long[]}, a {@link Handle} or nothing. Trailing arguments that are {@code null}
     * take the script's defaults. Results belong to {@code manager} and to the open {@link TensorScope}. A call may throw
     * {@link OutOfDeviceMemory}.
     */
    public static <T> T bind(Class<T> type, NDManager manager) {
        return bind(type, manager, UnaryOperator.identity());
    }

    private static <T> T bind(Class<T> type, NDManager manager, UnaryOperator<InvocationHandler> around) {
        Script script = Script.of(type);
        Model model = Model.newInstance(script.name(), manager.getDevice(), "PyTorch");
        try {
            model.load(new ByteArrayInputStream(script.archive()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot load the script of " + type.getName(), e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("PyTorch refuses the script of " + type.getName(), e);
        }
        manager.attachInternal("module " + type.getName(), model);
        var module = (PtSymbolBlock) model.getBlock();
        InvocationHandler handler = (proxy, method, args) -> method.getDeclaringClass() == Object.class
                ? ofObject(type, proxy, method, args)
                : call(module, (PtNDManager) manager, method, args);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, around.apply(handler)));
    }

    private static Object ofObject(Class<?> type, Object proxy, Method method, Object[] args) {
        return switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> type.getName() + " on PyTorch";
        };
    }

    private static Object call(PtSymbolBlock module, PtNDManager manager, Method method, Object[] given) {
        // Set per thread: no profiling runs and no fusion, so that the same call gives the same bits every time.
        JniUtils.setGraphExecutorOptimize(false);
        Object[] args = given == null ? new Object[0] : given;
        int present = args.length;
        while (present > 0 && args[present - 1] == null) {
            present--;
        }
        var values = new IValue[present];
        try {
            for (int i = 0; i < present; i++) {
                values[i] = toValue(method, i, args[i]);
            }
            IValue out = IValueUtils.runMethod(module, Script.snakeCase(method.getName()), values);
            if (method.getReturnType() == Handle.class) {
                return new Handle(out);
            }
            try (out) {
                return fromValue(out, method.getReturnType(), manager);
            }
        } catch (EngineException e) {
            throw DeviceErrors.typed(e);
        } finally {
            for (int i = 0; i < present; i++) {
                if (values[i] != null && !(args[i] instanceof Handle)) {
                    values[i].close(); // nothing else ever frees it
                }
            }
        }
    }

    private static IValue toValue(Method method, int index, Object arg) {
        if (arg instanceof PtNDArray tensor) {
            return IValue.from(tensor);
        }
        if (arg instanceof Integer || arg instanceof Long) {
            return IValue.from(((Number) arg).longValue());
        }
        if (arg instanceof Boolean flag) {
            return IValue.from(flag.booleanValue());
        }
        if (arg instanceof Double number) {
            return IValue.from(number.doubleValue());
        }
        if (arg instanceof String text) {
            return IValue.from(text);
        }
        if (arg instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        }
        if (arg instanceof Handle handle) {
            return handle.value();
        }
        if (arg instanceof List<?> tensors) {
            return IValue.listFrom(tensors.toArray(PtNDArray[]::new));
        }
        throw new IllegalArgumentException(
                "%s cannot take %s as argument %d".formatted(method, arg == null ? null : arg.getClass(), index));
    }

    private static Object fromValue(IValue value, Class<?> type, PtNDManager manager) {
        if (type == NDArray.class) {
            return value.toTensor(manager);
        }
        if (type == List.class) {
            return value.isTuple() ? tuple(value, manager) : List.<NDArray>of(value.toTensorArray(manager));
        }
        if (type == long[].class) {
            return value.toLongArray();
        }
        if (type == long.class) {
            return value.toLong();
        }
        if (type == double.class) {
            return value.toDouble();
        }
        if (type == String.class) {
            return value.toStringValue();
        }
        if (type == void.class) {
            return null;
        }
        throw new IllegalArgumentException("No kernel returns " + type);
    }

    private static List<NDArray> tuple(IValue value, PtNDManager manager) {
        return Arrays.stream(value.toIValueTuple())
                .map(element -> {
                    try (element) {
                        return (NDArray) element.toTensor(manager);
                    }
                })
                .toList();
    }
}
