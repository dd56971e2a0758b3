package dev.parley.worker.render;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.WireName;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a window hands over to the next one: its motion frames and anything else the engine needs to continue. Stored with
 * every chunk, so that any worker can resume from there.
 *
 * @param engine that wrote it
 * @param nextFrame the first frame of the video that the next window adds, which is also its position in the voices
 */
public record WindowState(Engine engine, int nextFrame, Map<String, Tensor> tensors) {
    private static final String ENGINE = "engine";
    private static final String NEXT_FRAME = "next_frame";

    public WindowState {
        requireNonNull(engine, "engine");
        tensors = Map.copyOf(tensors);
    }

    /** As a safetensors file; equal states give equal bytes. */
    public byte[] toBytes() {
        return SafeTensors.write(
                new TreeMap<>(tensors),
                new TreeMap<>(Map.of(ENGINE, WireName.of(engine), NEXT_FRAME, Integer.toString(nextFrame))));
    }

    /** @throws IllegalArgumentException if the bytes are no window state; the message says where and what was expected */
    public static WindowState of(byte[] bytes) {
        SafeTensors file = SafeTensors.read(bytes);
        String engine = file.metadata().get(ENGINE);
        String next = file.metadata().get(NEXT_FRAME);
        Optional<Engine> known = WireName.parse(Engine.class, engine);
        if (known.isEmpty() || next == null || !next.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("A window state's metadata names an %s of this farm and a %s, found %s"
                    .formatted(ENGINE, NEXT_FRAME, file.metadata()));
        }
        return new WindowState(known.get(), Integer.parseInt(next), file.tensors());
    }

    /** @throws IllegalArgumentException if it is not there, or not of this type and shape */
    public Tensor tensor(String name, Tensor.Type type, int... shape) {
        Tensor tensor = tensors.get(name);
        if (tensor == null || !tensor.isA(type, shape)) {
            throw new IllegalArgumentException("A window state of %s at frame %d has '%s' as %s%s, found %s"
                    .formatted(WireName.of(engine), nextFrame, name, type, Arrays.toString(shape), tensor));
        }
        return tensor;
    }
}
