package dev.parley.hub;

import java.nio.file.Path;
import java.util.List;

/** What a pull would do: every file, in the order in which they are brought. */
public record PullPlan(List<ModelBundle> bundles, List<PlannedFile> files) {
    public PullPlan {
        bundles = List.copyOf(bundles);
        files = List.copyOf(files);
    }

    /** What there is of a file. */
    public enum State {
        /** In its place, as it was when it was checked. */
        PRESENT,
        /** Something of its size is in its place, and has to be hashed. */
        UNCHECKED,
        /** In the cache of the Hugging Face libraries. */
        CACHED,
        /** To be fetched, or the rest of it. */
        MISSING
    }

    /**
     * @param folder of the model
     * @param target in that folder, with slashes
     * @param license null if nobody says
     * @param there how many bytes need not be fetched
     */
    public record PlannedFile(
            String bundle,
            String revision,
            String license,
            HubFile file,
            Path folder,
            String target,
            State state,
            long there) {

        /** Where it goes. */
        public Path path() {
            return folder.resolve(target);
        }

        PinnedFile pin(long modified) {
            return new PinnedFile(
                    bundle,
                    file.repository(),
                    revision,
                    file.commit(),
                    file.path(),
                    file.bytes(),
                    file.content(),
                    license,
                    modified);
        }
    }

    /** Of all files. */
    public long bytes() {
        return files.stream().mapToLong(file -> file.file().bytes()).sum();
    }

    /** Still to be fetched. */
    public long bytesToFetch() {
        return files.stream()
                .mapToLong(file -> file.file().bytes() - file.there())
                .sum();
    }

    /** Whether there is nothing to do. */
    public boolean isComplete() {
        return files.stream().allMatch(file -> file.state() == State.PRESENT);
    }
}
