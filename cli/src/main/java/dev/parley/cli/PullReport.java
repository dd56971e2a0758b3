package dev.parley.cli;

import dev.parley.hub.ModelShelf.Condition;
import dev.parley.hub.ModelShelf.ShelvedFile;
import dev.parley.hub.ModelShelf.ShelvedModel;
import dev.parley.hub.PullPlan;
import dev.parley.hub.PullPlan.PlannedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Models and their files as people read them. */
final class PullReport {
    private final Terminal terminal;

    PullReport(Terminal terminal) {
        this.terminal = terminal;
    }

    void plan(PullPlan plan, Path models) throws IOException {
        plan.bundles().forEach(bundle -> {
            terminal.result("%s: %s".formatted(bundle.name(), bundle.description()));
            String source = "";
            for (PlannedFile file : plan.files()) {
                if (file.bundle().equals(bundle.name())) {
                    String from = source(file);
                    if (!from.equals(source)) {
                        terminal.result("  " + from);
                        source = from;
                    }
                    terminal.result(
                            "    %9s  %-9s  %s".formatted(bytes(file.file().bytes()), state(file), to(file, models)));
                }
            }
        });
        terminal.result("%s in %d files, %s to fetch; %s free in %s"
                .formatted(
                        bytes(plan.bytes()),
                        plan.files().size(),
                        bytes(plan.bytesToFetch()),
                        bytes(free(models)),
                        models));
    }

    private static String source(PlannedFile file) {
        String license = file.license() == null ? "no license stated" : "license " + file.license();
        return "%s, %s, commit %.8s, %s"
                .formatted(
                        file.file().repository(), file.revision(), file.file().commit(), license);
    }

    private static String state(PlannedFile file) {
        return switch (file.state()) {
            case PRESENT -> "there";
            case UNCHECKED -> "unchecked";
            case CACHED -> "cached";
            case MISSING -> file.there() > 0 ? "begun" : "missing";
        };
    }

    private static String to(PlannedFile file, Path models) {
        String target = models.relativize(file.path()).toString();
        String path = file.file().path();
        return target.endsWith(path) ? target : target + "  (" + path + ")";
    }

    private static long free(Path models) throws IOException {
        Path there = models;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return Files.getFileStore(there).getUsableSpace();
    }

    void done(PullPlan plan, Path models) {
        String folders = plan.bundles().stream()
                .map(bundle -> models.resolve(bundle.folder()).toString())
                .distinct()
                .collect(Collectors.joining(", "));
        terminal.result(
                "%s in %d files: %s".formatted(bytes(plan.bytes()), plan.files().size(), folders));
    }

    void shelved(ShelvedModel model) {
        String what = model.files().isEmpty()
                ? "not pulled"
                : "%s in %d files, %s"
                        .formatted(bytes(model.bytes()), model.files().size(), bundles(model));
        String partial = model.partialBytes() > 0 ? ", %s half-way".formatted(bytes(model.partialBytes())) : "";
        terminal.result("%-20s  %s%s".formatted(model.folder().getFileName(), what, partial));
        wrong(model);
    }

    private static String bundles(ShelvedModel model) {
        return model.bundles().isEmpty() ? "incomplete" : "complete: " + String.join(", ", model.bundles());
    }

    /** The files that are not as they should be. */
    void wrong(ShelvedModel model) {
        List<ShelvedFile> wrong = model.files().stream()
                .filter(file -> file.condition() != Condition.RIGHT)
                .toList();
        wrong.forEach(file -> terminal.result("  %-7s  %s, expected %d bytes, %s"
                .formatted(
                        file.condition().name().toLowerCase(Locale.ROOT),
                        file.path(),
                        file.pin().bytes(),
                        file.pin().content())));
    }

    /** As {@code 11.36 GB}. */
    static String bytes(long bytes) {
        if (bytes >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
        }
        return bytes >= 1_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f KB", bytes / 1e3);
    }
}
