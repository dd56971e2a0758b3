package dev.parley.multitalk.internal.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.multitalk.CheckpointException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Reads the pickles that {@code torch.save} writes, protocol 2 to 4, as data: dictionaries, lists, numbers, strings. A
 * pickle is a program for a small machine; the two instructions that would reach out of it, naming a global and calling
 * it, go to {@link Outside}, which decides. All other programs are refused.
 */
final class Pickle {
    /** What the pickle may know of the world. Throw {@link CheckpointException} to refuse. */
    interface Outside {
        /** What stands for a global, such as {@code torch.FloatStorage}. */
        Object global(String module, String name);

        /** The result of calling what {@link #global} gave. */
        Object call(Object function, List<?> args);

        /** An object that the file keeps outside of the pickle. */
        Object persistent(Object id);
    }

    private static final Object MARK = new Object();

    private final ByteBuffer in;
    private final Outside outside;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private Pickle(byte[] pickle, Outside outside) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.outside = outside;
    }

    /** The pickled object: {@link Map}, {@link List} (tuples too), numbers, strings, null, or what the outside gave. */
    static Object read(byte[] pickle, Outside outside) {
        Pickle machine = new Pickle(pickle, outside);
        try {
            return machine.run();
        } catch (CheckpointException e) {
            throw e;
        } catch (RuntimeException e) { // an empty stack, a wrong type, an end too soon
            throw new CheckpointException("The pickle is damaged near byte " + machine.in.position(), e);
        }
    }

    private Object run() {
        while (true) {
            int code = in.get() & 0xff;
            if (code == '.') {
                return get(pop());
            }
            if (!constant(code) && !container(code) && !reference(code)) {
                throw new CheckpointException(
                        "The pickle holds instruction 0x%02x at byte %d, which only builds objects"
                                        .formatted(code, in.position() - 1)
                                + " that are no tensors");
            }
        }
    }

    private boolean constant(int code) {
        switch (code) {
            case 0x80 -> in.get(); // protocol
            case 0x95 -> in.getLong(); // length of a frame
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) (in.get() & 0xff));
            case 'M' -> push((long) (in.getShort() & 0xffff));
            case 0x8a -> push(longOf(bytes(in.get() & 0xff)));
            case 'G' -> push(ByteBuffer.wrap(bytes(8)).getDouble()); // big-endian, unlike all else
            case 'X' -> push(new String(bytes(in.getInt()), UTF_8));
            case 0x8c -> push(new String(bytes(in.get() & 0xff), UTF_8));
            case 'U' -> push(new String(bytes(in.get() & 0xff), ISO_8859_1));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int code) {
        switch (code) {
            case '(' -> stack.push(MARK);
            case '}' -> push(new LinkedHashMap<Object, Object>());
            case ']' -> push(new ArrayList<>());
            case ')' -> push(List.of());
            case 't' -> push(sinceMark());
            case 0x85 -> push(top(1));
            case 0x86 -> push(top(2));
            case 0x87 -> push(top(3));
            case 's' -> put(top(2));
            case 'u' -> put(sinceMark());
            case 'a' -> append(top(1));
            case 'e' -> append(sinceMark());
            case '0' -> pop();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean reference(int code) {
        switch (code) {
            case 'q' -> memo.put(in.get() & 0xff, stack.element());
            case 'r' -> memo.put(in.getInt(), stack.element());
            case 0x94 -> memo.put(memo.size(), stack.element());
            case 'h' -> stack.push(memorized(in.get() & 0xff));
            case 'j' -> stack.push(memorized(in.getInt()));
            case 'c' -> push(outside.global(line(), line()));
            case 0x93 -> {
                List<Object> names = top(2);
                push(outside.global((String) names.get(0), (String) names.get(1)));
            }
            case 'Q' -> push(outside.persistent(get(pop())));
            case 'R' -> {
                List<Object> call = top(2);
                push(outside.call(call.get(0), (List<?>) call.get(1)));
            }
            case 'b' -> pop(); // an object's further attributes (the _metadata of a state_dict): not needed
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The stack cannot hold null. */
    private void push(Object value) {
        stack.push(value == null ? NONE : value);
    }

    private static final Object NONE = new Object();

    private static Object get(Object value) {
        if (value == MARK) {
            throw new NoSuchElementException("a mark instead of a value");
        }
        return value == NONE ? null : value;
    }

    private Object pop() {
        return stack.pop();
    }

    private List<Object> top(int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(0, get(pop()));
        }
        return values;
    }

    private List<Object> sinceMark() {
        Deque<Object> values = new ArrayDeque<>();
        for (Object value = pop(); value != MARK; value = pop()) {
            values.push(value);
        }
        List<Object> inOrder = new ArrayList<>();
        values.forEach(value -> inOrder.add(get(value)));
        return inOrder;
    }

    private Object memorized(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw new NoSuchElementException("memo " + key);
        }
        return value;
    }

    @SuppressWarnings("unchecked") // the machine's own maps
    private void put(List<Object> keysAndValues) {
        var map = (Map<Object, Object>) (Map<?, ?>) stack.element();
        for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            if (!(key instanceof String) && !(key instanceof Long)) {
                throw new ClassCastException("a key that is no text or number"); // it might contain itself
            }
            map.put(key, keysAndValues.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked") // the machine's own lists
    private void append(List<Object> values) {
        if (!(stack.element() instanceof ArrayList<?> list)) {
            throw new ClassCastException("append to no list");
        }
        ((List<Object>) list).addAll(values);
    }

    private byte[] bytes(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static long longOf(byte[] littleEndian) {
        if (littleEndian.length > 8) {
            throw new CheckpointException("The pickle holds a number of %d bytes".formatted(littleEndian.length));
        }
        long value = littleEndian.length == 0 ? 0 : littleEndian[littleEndian.length - 1]; // sign
        for (int i = littleEndian.length - 2; i >= 0; i--) {
            value = value << 8 | littleEndian[i] & 0xff;
        }
        return value;
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (int c = in.get(); c != '\n'; c = in.get()) {
            line.append((char) (c & 0xff));
        }
        return line.toString();
    }
}
