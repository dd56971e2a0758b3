package dev.parley.bench.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Planned;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** The {@code data.pkl} of a dictionary of contiguous tensors, in protocol 2. */
final class StateDictPickle {
    private static final int PROTOCOL = 0x80;
    private static final int LONG1 = 0x8a;
    private static final int FALSE = 0x89;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private StateDictPickle() {}

    /** Name of the entry that holds the values of the tensor with this number. */
    static String storage(int number) {
        return "data/" + number;
    }

    static byte[] of(List<Planned> tensors) {
        StateDictPickle pickle = new StateDictPickle();
        pickle.codes(PROTOCOL, 2, '}', '(');
        for (int i = 0; i < tensors.size(); i++) {
            pickle.text(tensors.get(i).key());
            pickle.tensor(tensors.get(i), i);
        }
        pickle.codes('u', '.');
        return pickle.out.toByteArray();
    }

    private void tensor(Planned tensor, int number) {
        global("torch._utils", "_rebuild_tensor_v2");
        codes('(');
        storage(tensor, number);
        integer(0); // where in its storage it begins
        numbers(tensor.shape());
        numbers(StoredTensor.contiguous(Path.of(""), 0, tensor.type(), tensor.shape())
                .strides());
        codes(FALSE); // no gradients
        global("collections", "OrderedDict"); // no hooks
        codes(')', 'R', 't', 'R');
    }

    private void storage(Planned tensor, int number) {
        codes('(');
        text("storage");
        global("torch", tensor.type().storageName());
        text(Integer.toString(number));
        text("cpu");
        integer(TensorTable.count(tensor.shape()));
        codes('t', 'Q');
    }

    private void numbers(List<Long> numbers) {
        codes('(');
        numbers.forEach(this::integer);
        codes('t');
    }

    private void integer(long value) {
        byte[] bigEndian = BigInteger.valueOf(value).toByteArray();
        codes(LONG1, bigEndian.length);
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            out.write(bigEndian[i]);
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        codes('X');
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(length.putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private void global(String module, String name) {
        codes('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(UTF_8));
    }

    private void codes(int... codes) {
        for (int code : codes) {
            out.write(code);
        }
    }
}
