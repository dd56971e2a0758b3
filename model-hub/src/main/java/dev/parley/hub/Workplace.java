package dev.parley.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.HexFormat;

/** Where pulls keep what is not ready: {@code .pull} in a model's folder, so that a finished file only gets its name. */
record Workplace(Path folder) {
    static final String NAME = ".pull";
    static final String LOCK = ".lock";
    static final String PART = ".part";

    static Workplace in(Path model) {
        return new Workplace(model.resolve(NAME));
    }

    /** Held while a file is brought. */
    Path lock(String target) {
        return folder.resolve(name(target) + LOCK);
    }

    Path part(String target) {
        return folder.resolve(name(target) + PART);
    }

    Path pinsLock() {
        return folder.resolve("pins" + LOCK);
    }

    private static String name(String target) {
        byte[] hash =
                new ContentId(ContentId.Kind.SHA256, "0".repeat(64)).digest(0).digest(target.getBytes(UTF_8));
        return HexFormat.of().formatHex(hash, 0, 8);
    }
}
