package dev.parley.multitalk.internal.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The cuDNN that PyTorch has loaded, by the C functions of its graph API: operations on tensors are described, attribute by
 * attribute, and cuDNN finds one kernel for all of them. Numbers are those of {@code cudnn_graph.h}, the same in all of version 9.
 */
final class Cudnn {
    /** cudnnBackendAttributeType_t. */
    private static final int TYPE_HANDLE = 0;

    private static final int TYPE_DATA_TYPE = 1;
    private static final int TYPE_BOOLEAN = 2;
    private static final int TYPE_INT64 = 3;
    private static final int TYPE_VOID_PTR = 6;
    private static final int TYPE_HEURISTIC = 8;
    private static final int TYPE_POINTWISE_MODE = 14;
    private static final int TYPE_DESCRIPTOR = 15;
    private static final int TYPE_REDUCTION = 18;

    /** cudnnBackendDescriptorType_t. */
    private static final int POINTWISE = 0;

    private static final int ENGINE_CONFIGURATION = 3;
    private static final int HEURISTICS = 4;
    private static final int PLAN = 5;
    private static final int POINTWISE_OPERATION = 13;
    private static final int GRAPH = 15;
    private static final int VARIANT_PACK = 16;
    private static final int TENSOR = 17;
    private static final int MATMUL = 18;
    private static final int MATMUL_OPERATION = 19;
    private static final int REDUCTION = 21;
    private static final int REDUCTION_OPERATION = 22;

    private static final int HEURISTIC_MODE_A = 3;
    private static final int ALIGNMENT = 16; // bytes

    /** cudnnBackendAttributeName_t, without {@code CUDNN_ATTR_}. */
    private enum Attribute {
        POINTWISE_MODE(0),
        POINTWISE_MATH_PREC(1),
        ENGINEHEUR_MODE(200),
        ENGINEHEUR_OPERATION_GRAPH(201),
        ENGINEHEUR_RESULTS(202),
        EXECUTION_PLAN_ENGINE_CONFIG(401),
        EXECUTION_PLAN_WORKSPACE_SIZE(402),
        OPERATION_POINTWISE_PW_DESCRIPTOR(750),
        OPERATION_POINTWISE_XDESC(751),
        OPERATION_POINTWISE_BDESC(752),
        OPERATION_POINTWISE_YDESC(753),
        OPERATIONGRAPH_HANDLE(800),
        OPERATIONGRAPH_OPS(801),
        TENSOR_BYTE_ALIGNMENT(900),
        TENSOR_DATA_TYPE(901),
        TENSOR_DIMENSIONS(902),
        TENSOR_STRIDES(903),
        TENSOR_UNIQUE_ID(906),
        TENSOR_IS_VIRTUAL(907),
        TENSOR_IS_BY_VALUE(908),
        VARIANT_PACK_UNIQUE_IDS(1000),
        VARIANT_PACK_DATA_POINTERS(1001),
        VARIANT_PACK_WORKSPACE(1003),
        MATMUL_COMP_TYPE(1500),
        OPERATION_MATMUL_ADESC(1520),
        OPERATION_MATMUL_BDESC(1521),
        OPERATION_MATMUL_CDESC(1522),
        OPERATION_MATMUL_DESC(1523),
        REDUCTION_OPERATOR(1600),
        REDUCTION_COMP_TYPE(1601),
        OPERATION_REDUCTION_XDESC(1610),
        OPERATION_REDUCTION_YDESC(1611),
        OPERATION_REDUCTION_DESC(1612);

        private final int code;

        Attribute(int code) {
            this.code = code;
        }
    }

    /** cudnnDataType_t. */
    enum Type {
        F32(0),
        E4M3(12);

        private final int code;

        Type(int code) {
            this.code = code;
        }
    }

    /** cudnnPointwiseMode_t. */
    enum Mode {
        ADD(0),
        MUL(1),
        DIV(6),
        SUB(9),
        EXP(13),
        LOG(15);

        private final int code;

        Mode(int code) {
            this.code = code;
        }
    }

    /** cudnnReduceTensorOp_t. */
    enum Reduction {
        ADD(0),
        MAX(3),
        AMAX(4);

        private final int code;

        Reduction(int code) {
            this.code = code;
        }
    }

    private final CudaDevice device;
    private final NativeLibrary library;
    private final Pointer handle;

    private Cudnn(CudaDevice device, NativeLibrary library) {
        this.device = device;
        this.library = library;
        var made = new PointerByReference();
        device.within(() -> call("cudnnCreate", made)); // never destroyed: as long as the process
        handle = made.getValue();
    }

    /** Empty where PyTorch has no cuDNN. */
    static Optional<Cudnn> of(CudaDevice device) {
        return device.cudnn().map(library -> new Cudnn(device, library));
    }

    private void call(String function, Object... args) {
        CudaException.require(library.getFunction(function).invokeInt(args), function);
    }

    /** Of a tensor, an operation, a graph, a plan. */
    private record Descriptor(Pointer pointer) {}

    /** @param id by which a plan is told where a tensor lies */
    record Tensor(long id, Pointer pointer, long... shape) {}

    /** What is described, and then the plan to compute it. Not for several threads at once. */
    final class Graph implements AutoCloseable {
        private final Deque<Descriptor> made = new ArrayDeque<>();
        private final List<Descriptor> operations = new ArrayList<>();
        private final List<Tensor> given = new ArrayList<>();
        private long tensors;
        private Descriptor plan;
        private long workspace;

        /** What is read or written, and lies somewhere from a multiple of 16 bytes on. */
        Tensor tensor(Type type, long[] shape, long[] strides) {
            return given(tensor(type, shape, strides, false, false));
        }

        /** One float32 on the device. */
        Tensor scalar() {
            return tensor(Type.F32, new long[] {1, 1, 1, 1}, new long[] {1, 1, 1, 1});
        }

        /** One float32 on the host. */
        Tensor hostScalar() {
            return given(tensor(Type.F32, new long[] {1, 1, 1, 1}, new long[] {1, 1, 1, 1}, false, true));
        }

        /** What is never anywhere as a whole. Its values follow one another. */
        Tensor between(Type type, long... shape) {
            long[] strides = new long[shape.length];
            long next = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                strides[axis] = next;
                next *= shape[axis];
            }
            return tensor(type, shape, strides, true, false);
        }

        private Tensor given(Tensor tensor) {
            given.add(tensor);
            return tensor;
        }

        private Tensor tensor(Type type, long[] shape, long[] strides, boolean between, boolean onHost) {
            Descriptor descriptor = create(TENSOR);
            long id = ++tensors;
            setInt(descriptor, Attribute.TENSOR_DATA_TYPE, TYPE_DATA_TYPE, type.code);
            setLongs(descriptor, Attribute.TENSOR_DIMENSIONS, shape);
            setLongs(descriptor, Attribute.TENSOR_STRIDES, strides);
            setLongs(descriptor, Attribute.TENSOR_UNIQUE_ID, id);
            setLongs(descriptor, Attribute.TENSOR_BYTE_ALIGNMENT, ALIGNMENT);
            setBoolean(descriptor, Attribute.TENSOR_IS_VIRTUAL, between);
            setBoolean(descriptor, Attribute.TENSOR_IS_BY_VALUE, onHost);
            return new Tensor(id, complete(descriptor).pointer, shape);
        }

        /** {@code c = a b}, summed in float32. */
        void multiply(Tensor a, Tensor b, Tensor c) {
            Descriptor how = create(MATMUL);
            setInt(how, Attribute.MATMUL_COMP_TYPE, TYPE_DATA_TYPE, Type.F32.code);
            complete(how);
            Descriptor operation = create(MATMUL_OPERATION);
            setPointers(operation, Attribute.OPERATION_MATMUL_ADESC, TYPE_DESCRIPTOR, a.pointer);
            setPointers(operation, Attribute.OPERATION_MATMUL_BDESC, TYPE_DESCRIPTOR, b.pointer);
            setPointers(operation, Attribute.OPERATION_MATMUL_CDESC, TYPE_DESCRIPTOR, c.pointer);
            setPointers(operation, Attribute.OPERATION_MATMUL_DESC, TYPE_DESCRIPTOR, how.pointer);
            operations.add(complete(operation));
        }

        /** @param b null for a mode that takes one tensor */
        void pointwise(Mode mode, Tensor a, Tensor b, Tensor out) {
            Descriptor how = create(POINTWISE);
            setInt(how, Attribute.POINTWISE_MODE, TYPE_POINTWISE_MODE, mode.code);
            setInt(how, Attribute.POINTWISE_MATH_PREC, TYPE_DATA_TYPE, Type.F32.code);
            complete(how);
            Descriptor operation = create(POINTWISE_OPERATION);
            setPointers(operation, Attribute.OPERATION_POINTWISE_PW_DESCRIPTOR, TYPE_DESCRIPTOR, how.pointer);
            setPointers(operation, Attribute.OPERATION_POINTWISE_XDESC, TYPE_DESCRIPTOR, a.pointer);
            if (b != null) {
                setPointers(operation, Attribute.OPERATION_POINTWISE_BDESC, TYPE_DESCRIPTOR, b.pointer);
            }
            setPointers(operation, Attribute.OPERATION_POINTWISE_YDESC, TYPE_DESCRIPTOR, out.pointer);
            operations.add(complete(operation));
        }

        void reduce(Reduction reduction, Tensor in, Tensor out) {
            Descriptor how = create(REDUCTION);
            setInt(how, Attribute.REDUCTION_COMP_TYPE, TYPE_DATA_TYPE, Type.F32.code);
            setInt(how, Attribute.REDUCTION_OPERATOR, TYPE_REDUCTION, reduction.code);
            complete(how);
            Descriptor operation = create(REDUCTION_OPERATION);
            setPointers(operation, Attribute.OPERATION_REDUCTION_XDESC, TYPE_DESCRIPTOR, in.pointer);
            setPointers(operation, Attribute.OPERATION_REDUCTION_YDESC, TYPE_DESCRIPTOR, out.pointer);
            setPointers(operation, Attribute.OPERATION_REDUCTION_DESC, TYPE_DESCRIPTOR, how.pointer);
            operations.add(complete(operation));
        }

        /**
         * Has cuDNN plan what was described.
         *
         * @throws CudaException if it has no kernel for it on this device
         */
        void plan() {
            Descriptor graph = create(GRAPH);
            setPointers(graph, Attribute.OPERATIONGRAPH_HANDLE, TYPE_HANDLE, handle);
            setPointers(
                    graph,
                    Attribute.OPERATIONGRAPH_OPS,
                    TYPE_DESCRIPTOR,
                    operations.stream().map(Descriptor::pointer).toArray(Pointer[]::new));
            device.within(() -> complete(graph));
            Descriptor heuristics = create(HEURISTICS);
            setPointers(heuristics, Attribute.ENGINEHEUR_OPERATION_GRAPH, TYPE_DESCRIPTOR, graph.pointer);
            setInt(heuristics, Attribute.ENGINEHEUR_MODE, TYPE_HEURISTIC, HEURISTIC_MODE_A);
            device.within(() -> complete(heuristics));
            Descriptor best = create(ENGINE_CONFIGURATION);
            device.within(() -> {
                if (get(heuristics, Attribute.ENGINEHEUR_RESULTS, TYPE_DESCRIPTOR, pointers(best.pointer)) == 0) {
                    throw new CudaException("cuDNN has no kernel for this graph");
                }
            });
            plan = create(PLAN);
            setPointers(plan, Attribute.EXECUTION_PLAN_ENGINE_CONFIG, TYPE_DESCRIPTOR, best.pointer);
            device.within(() -> complete(plan));
            Memory bytes = new Memory(Long.BYTES);
            get(plan, Attribute.EXECUTION_PLAN_WORKSPACE_SIZE, TYPE_INT64, bytes);
            workspace = bytes.getLong(0);
        }

        /** Bytes of memory that {@link #compute} needs to work in. */
        long workspace() {
            return workspace;
        }

        /**
         * Queues the computation behind all that this thread has given the device through PyTorch.
         *
         * @param places of all {@linkplain #tensor tensors} and scalars, in the order in which they were described
         * @param room {@link #workspace} bytes
         */
        void compute(List<Pointer> places, Pointer room) {
            if (places.size() != given.size()) {
                throw new IllegalArgumentException(
                        "%d tensors lie somewhere, found %d places".formatted(given.size(), places.size()));
            }
            Descriptor pack = create(VARIANT_PACK);
            try {
                setLongs(
                        pack,
                        Attribute.VARIANT_PACK_UNIQUE_IDS,
                        given.stream().mapToLong(Tensor::id).toArray());
                setPointers(pack, Attribute.VARIANT_PACK_DATA_POINTERS, TYPE_VOID_PTR, places.toArray(Pointer[]::new));
                setPointers(pack, Attribute.VARIANT_PACK_WORKSPACE, TYPE_VOID_PTR, room);
                finish(pack);
                Pointer stream = device.stream();
                device.within(() -> {
                    call("cudnnSetStream", handle, stream);
                    call("cudnnBackendExecute", handle, plan.pointer, pack.pointer);
                });
            } finally {
                destroy(made.pop());
            }
        }

        @Override
        public void close() {
            while (!made.isEmpty()) {
                destroy(made.pop());
            }
        }

        private Descriptor create(int kind) {
            var pointer = new PointerByReference();
            call("cudnnBackendCreateDescriptor", kind, pointer);
            Descriptor descriptor = new Descriptor(pointer.getValue());
            made.push(descriptor);
            return descriptor;
        }

        private Descriptor complete(Descriptor descriptor) {
            finish(descriptor);
            return descriptor;
        }
    }

    private void finish(Descriptor descriptor) {
        call("cudnnBackendFinalize", descriptor.pointer);
    }

    private void destroy(Descriptor descriptor) {
        call("cudnnBackendDestroyDescriptor", descriptor.pointer);
    }

    private void setInt(Descriptor descriptor, Attribute attribute, int type, int value) {
        Memory memory = new Memory(Integer.BYTES);
        memory.setInt(0, value);
        set(descriptor, attribute, type, 1, memory);
    }

    private void setBoolean(Descriptor descriptor, Attribute attribute, boolean value) {
        Memory memory = new Memory(1);
        memory.setByte(0, (byte) (value ? 1 : 0));
        set(descriptor, attribute, TYPE_BOOLEAN, 1, memory);
    }

    private void setLongs(Descriptor descriptor, Attribute attribute, long... values) {
        Memory memory = new Memory((long) Long.BYTES * values.length);
        memory.write(0, values, 0, values.length);
        set(descriptor, attribute, TYPE_INT64, values.length, memory);
    }

    private void setPointers(Descriptor descriptor, Attribute attribute, int type, Pointer... values) {
        set(descriptor, attribute, type, values.length, pointers(values));
    }

    private static Memory pointers(Pointer... values) {
        Memory memory = new Memory((long) Native.POINTER_SIZE * values.length);
        memory.write(0, values, 0, values.length);
        return memory;
    }

    private void set(Descriptor descriptor, Attribute attribute, int type, long count, Memory values) {
        call("cudnnBackendSetAttribute", descriptor.pointer, attribute.code, type, count, values);
    }

    /** @return how many there are */
    private long get(Descriptor descriptor, Attribute attribute, int type, Memory into) {
        var count = new LongByReference();
        call("cudnnBackendGetAttribute", descriptor.pointer, attribute.code, type, 1L, count, into);
        return count.getValue();
    }
}
