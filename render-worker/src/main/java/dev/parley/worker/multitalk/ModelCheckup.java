package dev.parley.worker.multitalk;

import dev.parley.contracts.Finding;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Checks that the model exists, can be read and is complete, {@link ModelFiles#check}. */
public final class ModelCheckup {
    private static final String SUBJECT = "model";
    private static final String FETCH = "download that file again (docs/multitalk.md lists the files)";

    public static Finding look(SmallRyeConfig config) {
        ModelFolder folder = ModelFolder.of(config);
        if (!folder.exists()) {
            return Finding.bad(
                    SUBJECT,
                    "no such folder: " + folder.path(),
                    "set PARLEY_MODELS to the folder of models and PARLEY_MODEL to the model in it;"
                            + " without a model only --engine pantomime works");
        }
        try {
            ModelSizes sizes = ModelFiles.in(folder.path()).check(ModelOptions.CPU);
            return Finding.ok(SUBJECT, "%s, %d MB of weights".formatted(folder.path(), sizes.total() / 1_000_000));
        } catch (NoSuchFileException e) {
            return Finding.bad(SUBJECT, "no such file: " + e.getFile(), FETCH);
        } catch (AccessDeniedException e) {
            return Finding.bad(SUBJECT, "this user cannot read " + e.getFile(), "grant access (chmod, chown)");
        } catch (IOException | RuntimeException e) {
            return Finding.bad(SUBJECT, e.getMessage() == null ? e.toString() : e.getMessage(), FETCH);
        }
    }

    private ModelCheckup() {}
}
