package dev.parley.multitalk.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.parley.multitalk.CheckpointException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A checkpoint split into several safetensors files: {@code {"weight_map": {key: file}}}, files in the folder of the index. */
final class ShardIndex {
    private ShardIndex() {}

    /** Exactly the keys of the index; a file may hold more than the index takes from it. */
    static Map<String, StoredTensor> read(Path index) throws IOException {
        Map<String, String> fileOfKey = weightMap(index);
        Map<String, Map<String, StoredTensor>> files = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : new LinkedHashSet<>(fileOfKey.values())) {
            Path file = beside(index, name);
            if (Files.isRegularFile(file)) {
                files.put(name, Safetensors.read(file));
            } else {
                missing.add("file " + name);
                files.put(name, Map.of());
            }
        }
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        fileOfKey.forEach((key, name) -> {
            StoredTensor tensor = files.get(name).get(key);
            if (tensor != null) {
                tensors.put(key, tensor);
            } else if (!missing.contains("file " + name)) {
                missing.add("tensor %s in %s".formatted(key, name));
            }
        });
        if (!missing.isEmpty()) {
            throw new CheckpointException(
                    "%s promises what is not there:\n  %s".formatted(index, String.join("\n  ", missing)));
        }
        return tensors;
    }

    private static Map<String, String> weightMap(Path index) throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        try (Reader reader = Files.newBufferedReader(index)) {
            JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
            for (Map.Entry<String, JsonElement> entry :
                    json.getAsJsonObject("weight_map").entrySet()) {
                map.put(entry.getKey(), entry.getValue().getAsString());
            }
        } catch (JsonParseException
                | ClassCastException
                | IllegalStateException
                | NullPointerException
                | UnsupportedOperationException e) {
            throw new CheckpointException("%s is no index: it needs {\"weight_map\": {key: file}}".formatted(index), e);
        }
        return map;
    }

    private static Path beside(Path index, String name) {
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
            throw new CheckpointException("%s names %s: only files beside the index are read".formatted(index, name));
        }
        return index.resolveSibling(name);
    }
}
