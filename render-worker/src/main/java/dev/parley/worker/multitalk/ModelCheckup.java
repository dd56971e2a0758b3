package dev.parley.worker.multitalk;

import dev.parley.contracts.Finding;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import dev.parley.multitalk.text.TextTokenizer;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * Whether the model is there, can be read and is whole: every header, and that all it tells of lies within its file. The
 * weights themselves are not read.
 */
public final class ModelCheckup {
    private static final String SUBJECT = "model";
    private static final String FETCH = "fetch that file again (docs/multitalk.md says what belongs where)";

    public static Finding look(SmallRyeConfig config) {
        ModelFolder folder = ModelFolder.of(config);
        if (!folder.exists()) {
            return Finding.bad(
                    SUBJECT,
                    "there is no folder " + folder.path(),
                    "name the folder of all models with PARLEY_MODELS and the one in it with PARLEY_MODEL;"
                            + " without a model only --engine pantomime renders");
        }
        try {
            ModelFiles files = ModelFiles.in(folder.path());
            ModelSizes sizes = files.sizes(ModelOptions.CPU);
            files.windowMemory(ModelOptions.CPU);
            TextTokenizer.open(files.wan().resolve("google/umt5-xxl")).close();
            return Finding.ok(SUBJECT, "%s, %d MB of weights".formatted(folder.path(), sizes.total() / 1_000_000));
        } catch (NoSuchFileException e) {
            return Finding.bad(SUBJECT, "there is no file " + e.getFile(), FETCH);
        } catch (AccessDeniedException e) {
            return Finding.bad(SUBJECT, "this user may not read " + e.getFile(), "give it the right to (chmod, chown)");
        } catch (IOException | RuntimeException e) {
            return Finding.bad(SUBJECT, e.getMessage() == null ? e.toString() : e.getMessage(), FETCH);
        }
    }

    private ModelCheckup() {}
}
