package dev.parley.cli.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RequestInputs;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files of this machine that a request names. Each is replaced by what the store will call it once it is uploaded,
 * {@code inputs/<sha256>}, so that the request can be checked before anything goes anywhere.
 */
final class LocalInputs {
    private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final String STAND_IN = ObjectKeys.input("0".repeat(64));

    private final List<Path> folders;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final Set<Path> reads = new HashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    /** @param folders where a relative name is looked for, first one first */
    LocalInputs(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** What has to be uploaded, by the name it will have in the store. */
    Map<String, Path> files() {
        return files;
    }

    /** All files that were read, those too whose content another one has as well. */
    Set<Path> reads() {
        return reads;
    }

    List<Violation> violations() {
        return violations;
    }

    ObjectNode replaceIn(ObjectNode request) {
        return (ObjectNode) RequestInputs.replace(request, this::reference);
    }

    /** What has a scheme is for the farm to fetch, or to refuse. */
    private String reference(String text) {
        if (ObjectKeys.isInput(text) || WITH_SCHEME.matcher(text).matches()) {
            return text;
        }
        try {
            Path file = find(text);
            if (file == null) {
                refuse("no-such-file", "found no file '%s', expected a picture or a recording".formatted(text));
            } else if (!Files.isRegularFile(file)) {
                refuse("not-a-file", "'%s' is not a regular file".formatted(text));
            } else {
                String name = ObjectKeys.input(Sha256.of(file));
                files.put(name, file);
                reads.add(file);
                return name;
            }
        } catch (InvalidPathException e) {
            refuse(
                    "no-such-file",
                    "a file name cannot be '%s' on this machine (names are %s)"
                            .formatted(text, System.getProperty("sun.jnu.encoding")));
        } catch (IOException e) {
            refuse("unreadable-file", "cannot read '%s': %s".formatted(text, e));
        }
        return STAND_IN; // so that nobody complains of the same input twice
    }

    private void refuse(String code, String message) {
        violations.add(new Violation("", code, message));
    }

    private Path find(String text) {
        for (Path folder : folders) {
            Path file = folder.resolve(text);
            if (!text.isEmpty() && Files.exists(file)) {
                return file;
            }
        }
        return null;
    }
}
