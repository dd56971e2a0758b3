package dev.parley.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that are brought together under one name.
 *
 * @param name as in {@code parley models pull NAME}
 * @param folder of the model in the folder of models
 * @param needs bundles that this one is of no use without
 */
public record ModelBundle(String name, String folder, String description, List<String> needs, List<HubSource> sources) {
    public ModelBundle {
        needs = List.copyOf(needs);
        sources = List.copyOf(sources);
    }

    /**
     * What is taken of a repository.
     *
     * @param revision a branch, tag, commit or reference such as {@code refs/pr/1}
     * @param license null: what the hub says
     */
    public record HubSource(String repository, String revision, String license, List<WantedFile> files) {
        public HubSource {
            files = List.copyOf(files);
        }
    }

    /**
     * A file, or all that match a pattern.
     *
     * @param path in the repository; may be a glob
     * @param to where it goes, below the model's folder; a folder if it ends in {@code /}
     * @param content null where it is not known: then what the hub says at first sight is kept
     */
    public record WantedFile(String path, String to, Long bytes, @JsonProperty("hash") ContentId content) {
        /** Where a file of the repository goes. */
        String target(String found) {
            return to.endsWith("/") ? to + Path.of(found).getFileName() : to;
        }

        boolean matches(String found) {
            return FileSystems.getDefault().getPathMatcher("glob:" + path).matches(Path.of(found));
        }

        boolean isPattern() {
            return path.contains("*");
        }
    }
}
