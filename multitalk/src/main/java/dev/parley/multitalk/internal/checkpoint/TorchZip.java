package dev.parley.multitalk.internal.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.TorchType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A file of {@code torch.save}: a zip with a pickle, {@code data.pkl}, and each storage as an entry of its own, stored
 * without compression so that it can be mapped. The pickle may rebuild tensors and ordered dictionaries; any other
 * global is refused by its name.
 */
final class TorchZip implements Pickle.Outside {
    /** Far above any checkpoint's: the real text encoder's has 60 KB. */
    private static final long LONGEST_PICKLE = 16 << 20;

    private static final int DEEPEST_NESTING = 8;
    private static final int MOST_VALUES = 1_000_000;

    private enum Function {
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        ORDERED_DICT
    }

    private record Storage(TorchType type, String name, long offset, long elements) {}

    private final Path file;
    private final long fileLength;
    private final Map<String, ZipArchiveEntry> entries;
    private int values;

    private TorchZip(Path file, long fileLength, Map<String, ZipArchiveEntry> entries) {
        this.file = file;
        this.fileLength = fileLength;
        this.entries = entries;
    }

    static Map<String, StoredTensor> read(Path file) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            Map<String, ZipArchiveEntry> entries = new HashMap<>();
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String name = entry.getName();
                if (entries.put(name.substring(name.indexOf('/') + 1), entry) != null) {
                    throw new CheckpointException("%s holds %s twice".formatted(file, name));
                }
            }
            var reader = new TorchZip(file, Files.size(file), entries);
            reader.refuseBigEndian(zip);
            Object content = Pickle.read(reader.bytes(zip, "data.pkl", LONGEST_PICKLE), reader);
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            reader.flatten("", content, 0, tensors);
            return tensors;
        } catch (ZipException e) {
            throw new CheckpointException(
                    "%s is no zip of torch.save (files older than PyTorch 1.6 are not read)".formatted(file), e);
        }
    }

    private void refuseBigEndian(ZipFile zip) throws IOException {
        if (entries.containsKey("byteorder") && !new String(bytes(zip, "byteorder", 16), UTF_8).equals("little")) {
            throw new CheckpointException("%s was written on a big-endian machine".formatted(file));
        }
    }

    private byte[] bytes(ZipFile zip, String name, long longest) throws IOException {
        ZipArchiveEntry entry = entries.get(name);
        if (entry == null || entry.getSize() > longest) {
            throw new CheckpointException("%s is no file of torch.save: %s %s"
                    .formatted(file, name, entry == null ? "is missing" : "has " + entry.getSize() + " bytes"));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) longest + 1); // an entry may unpack to more than it says
            if (bytes.length > longest) {
                throw new CheckpointException("%s: %s is longer than it says".formatted(file, name));
            }
            return bytes;
        }
    }

    @Override
    public Object global(String module, String name) {
        String global = module + "." + name;
        return switch (global) {
            case "torch._utils._rebuild_tensor_v2" -> Function.REBUILD_TENSOR;
            case "torch._utils._rebuild_parameter" -> Function.REBUILD_PARAMETER;
            case "collections.OrderedDict" -> Function.ORDERED_DICT;
            default -> {
                var type = module.equals("torch") ? TorchType.ofStorage(name) : Optional.<TorchType>empty();
                yield type.orElseThrow(() -> new CheckpointException(
                        "%s asks for %s: only tensors are read, nothing is run".formatted(file, global)));
            }
        };
    }

    @Override
    public Object call(Object function, List<?> args) {
        if (function == Function.REBUILD_TENSOR) {
            return tensor((Storage) args.get(0), number(args.get(1)), numbers(args.get(2)), numbers(args.get(3)));
        }
        if (function == Function.REBUILD_PARAMETER) {
            return args.get(0);
        }
        if (function == Function.ORDERED_DICT && args.isEmpty()) {
            return new LinkedHashMap<>();
        }
        String name = function instanceof Enum ? function.toString() : "what is no function";
        throw new CheckpointException("%s calls %s with %d arguments".formatted(file, name, args.size()));
    }

    @Override
    public Object persistent(Object id) {
        if (!(id instanceof List<?> parts)
                || parts.size() != 5
                || !"storage".equals(parts.get(0))
                || !(parts.get(1) instanceof TorchType type)) {
            throw new CheckpointException("%s refers to something outside of it that is no storage".formatted(file));
        }
        String name = "data/" + parts.get(2);
        long elements = number(parts.get(4));
        ZipArchiveEntry entry = entries.get(name);
        if (entry == null || entry.getMethod() != ZipArchiveEntry.STORED || entry.getDataOffset() < 0) {
            throw new CheckpointException("%s: storage %s is %s"
                    .formatted(file, name, entry == null ? "missing" : "compressed, so it cannot be mapped"));
        }
        long offset = entry.getDataOffset();
        boolean fits = elements >= 0 && elements <= entry.getSize() / type.bytes();
        if (!fits || entry.getSize() > fileLength - offset || offset % type.bytes() != 0) {
            throw new CheckpointException("%s: storage %s has %d bytes at %d of %d, not %d elements of %s"
                    .formatted(file, name, entry.getSize(), offset, fileLength, elements, type));
        }
        return new Storage(type, name, offset, elements);
    }

    private StoredTensor tensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {
        boolean sane = offset >= 0
                && shape.size() == strides.size()
                && shape.stream().allMatch(size -> size >= 0)
                && strides.stream().allMatch(stride -> stride >= 0);
        try {
            if (sane && Math.addExact(offset, StoredTensor.span(shape, strides)) <= storage.elements) {
                long at = storage.offset + offset * storage.type.bytes();
                return new StoredTensor(file, at, storage.type, shape, strides);
            }
        } catch (ArithmeticException e) {
            sane = false; // more than a long can count is more than any storage holds
        }
        throw new CheckpointException(
                "%s: a tensor of shape %s, strides %s from element %d does not lie within %s of %d"
                        .formatted(file, shape, strides, offset, storage.name, storage.elements));
    }

    private void flatten(String key, Object value, int depth, Map<String, StoredTensor> into) {
        // A pickle may nest a dictionary in itself, or the same one a thousand times.
        if (depth > DEEPEST_NESTING || ++values > MOST_VALUES) {
            throw new CheckpointException("%s: no checkpoint is nested like this: %s".formatted(file, key));
        }
        if (value instanceof StoredTensor tensor) {
            into.put(key, tensor);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> flatten(key.isEmpty() ? "" + name : key + "." + name, inner, depth + 1, into));
        }
    }

    private static long number(Object value) {
        return (Long) value;
    }

    private static List<Long> numbers(Object value) {
        return ((List<?>) value).stream().map(TorchZip::number).toList();
    }
}
