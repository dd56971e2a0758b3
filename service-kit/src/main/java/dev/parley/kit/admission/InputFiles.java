package dev.parley.kit.admission;

import dev.parley.contracts.WebUrl;
import dev.parley.media.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Inputs that are files of this machine. What is made of them goes into temporary files, until closed. */
final class InputFiles implements InputStorage, UrlInputs, AutoCloseable {
    private final Map<String, Path> files;
    private final List<Path> made = new ArrayList<>();

    /** An input is not on this machine. */
    static final class ElsewhereException extends RuntimeException {
        ElsewhereException(String input) {
            super(input + " is not on this machine");
        }
    }

    /** @param files by the key that the store will give them */
    InputFiles(Map<String, Path> files) {
        this.files = new HashMap<>(files);
    }

    @Override
    public boolean has(String key) {
        return files.containsKey(key);
    }

    @Override
    public boolean isOld(String key) {
        return false;
    }

    @Override
    public void put(String key, byte[] bytes) {
        put(key, file -> Files.write(file, bytes));
    }

    @Override
    public void put(String key, Path file) {
        put(key, copy -> Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING));
    }

    private interface Filling {
        void fill(Path file) throws IOException;
    }

    private void put(String key, Filling filling) {
        try {
            Path file = Files.createTempFile("parley-input-", null);
            made.add(file);
            filling.fill(file);
            files.put(key, file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary file for " + key, e);
        }
    }

    @Override
    public <T> T open(String key, Look<T> look) throws MediaException {
        Path file = files.get(key);
        if (file == null) {
            throw new ElsewhereException(key);
        }
        return look.at(file);
    }

    @Override
    public InputStream open(String path, WebUrl url) {
        throw new ElsewhereException(url.toString());
    }

    @Override
    public void close() {
        for (Path file : made) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete the temporary file " + file, e);
            }
        }
    }
}
