package dev.parley.multitalk.internal.convert;

import dev.parley.multitalk.Conversion.Listener;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.Precision;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.model.LinearLayers;
import dev.parley.multitalk.internal.model.ModelPaths;
import dev.parley.multitalk.internal.model.ModelPaths.EightBitFile;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files to be written, one after the other, and what is written once they are. */
public final class ConversionWork {
    private final List<WeightFile> files;
    private final Map<WeightFile, LayerMap> maps = new HashMap<>();
    private final List<EightBitConversion> conversions;

    /** The list of layers that goes before a file, so that a worker that sees the file finds the list. */
    private record LayerMap(Path path, Set<String> layers) {
        void write() throws IOException {
            EightBitLayers.write(path, layers);
        }
    }

    private ConversionWork(List<WeightFile> files, List<EightBitConversion> conversions) {
        this.files = files;
        this.conversions = conversions;
    }

    public static ConversionWork toSafetensors(Path from, Path to) throws IOException {
        return new ConversionWork(List.of(PickleConversion.of(from, to)), List.of());
    }

    public static ConversionWork toInt8(ModelFiles model, Precision precision) throws IOException {
        Builder builder = new Builder(model, precision);
        builder.transformer(EightBitLayers.Kind.INT8, builder.paths.int8Transformer());
        builder.textEncoder();
        return builder.work();
    }

    public static ConversionWork toFp8(ModelFiles model, Precision precision) throws IOException {
        Builder builder = new Builder(model, precision);
        builder.transformer(EightBitLayers.Kind.FP8, builder.paths.fp8Transformer());
        if (!builder.paths.int8TextEncoder().exists()) {
            builder.textEncoder();
        }
        return builder.work();
    }

    public List<Path> outputs() {
        List<Path> outputs = new ArrayList<>();
        for (WeightFile file : files) {
            if (maps.containsKey(file)) {
                outputs.add(maps.get(file).path());
            }
            outputs.add(file.path());
        }
        return outputs;
    }

    public long bytes() {
        return files.stream().mapToLong(WeightFile::bytes).sum();
    }

    public void run(Listener listener) throws IOException {
        run(listener, FileStore::getUsableSpace);
    }

    void run(Listener listener, DiskSpace.Free free) throws IOException {
        DiskSpace.require(files, free);
        try {
            writeAll(listener);
        } finally {
            conversions.forEach(EightBitConversion::close);
        }
    }

    private void writeAll(Listener listener) throws IOException {
        long[] done = new long[1];
        for (WeightFile file : files) {
            Files.createDirectories(file.path().toAbsolutePath().getParent());
            if (maps.containsKey(file)) {
                maps.get(file).write();
            }
            file.write(more -> {
                done[0] += more;
                listener.written(file.path(), done[0], bytes());
            });
        }
    }

    /** Of one model. */
    private static final class Builder {
        private final ModelPaths paths;
        private final Precision precision;
        private final List<WeightFile> files = new ArrayList<>();
        private final List<EightBitConversion> conversions = new ArrayList<>();
        private final List<LayerMap> maps = new ArrayList<>();

        Builder(ModelFiles model, Precision precision) {
            this.paths = new ModelPaths(model);
            this.precision = precision;
        }

        void transformer(EightBitLayers.Kind kind, EightBitFile to) throws IOException {
            add(torch -> LinearLayers.ofTransformer(torch, paths), paths.transformer(), precision.dit(), kind, to);
        }

        void textEncoder() throws IOException {
            add(
                    torch -> LinearLayers.ofTextEncoder(torch, paths),
                    paths.textEncoder(),
                    precision.text(),
                    EightBitLayers.Kind.INT8,
                    paths.int8TextEncoder());
        }

        private interface Layers {
            Set<String> find(Torch torch) throws IOException;
        }

        private void add(Layers layers, Path from, TorchType type, EightBitLayers.Kind kind, EightBitFile to)
                throws IOException {
            Set<String> found;
            try (Torch torch = Torch.open("cpu")) {
                found = layers.find(torch);
            }
            Checkpoint checkpoint = Checkpoint.open(from);
            if (kind == EightBitLayers.Kind.FP8) {
                EightBitLayers loaded = EightBitLayers.quantizing(Quantization.FP8, checkpoint.count("blocks."));
                found.removeIf(layer -> !loaded.quantizes(layer));
            }
            var values = new EightBitConversion(checkpoint, found, type, kind);
            Map<String, String> metadata =
                    Map.of("format", "pt", "parley.weights", kind.name(), "parley.precision", type.name());
            conversions.add(values);
            files.add(new WeightFile(to.weights(), metadata, values.tensors(), values));
            maps.add(to.map() == null ? null : new LayerMap(to.map(), found));
        }

        ConversionWork work() {
            ConversionWork work = new ConversionWork(files, conversions);
            for (int i = 0; i < files.size(); i++) {
                if (maps.get(i) != null) {
                    work.maps.put(files.get(i), maps.get(i));
                }
            }
            return work;
        }
    }
}
