package dev.parley.worker.multitalk.inspect;

import dev.parley.multitalk.CheckpointSummary;
import dev.parley.multitalk.LoraSummary;
import dev.parley.multitalk.NetworkSummary;
import dev.parley.worker.multitalk.CardReport;
import dev.parley.worker.multitalk.inspect.InspectedFiles.InspectedFile;
import dev.parley.worker.multitalk.inspect.InspectedModel.InspectedLora;
import dev.parley.worker.multitalk.inspect.InspectedModel.SupportedModes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was found, for people. */
final class InspectionText {
    private static final int MOST = 5;
    private static final double GB = 1e9;

    private final List<String> lines = new ArrayList<>();

    static List<String> of(InspectedModel model) {
        InspectionText text = new InspectionText();
        text.line("%s: %s", model.folder(), model.complete() ? "complete" : "cannot be opened as it is");
        model.problems().forEach(problem -> text.line("  wrong: %s", problem));
        model.networks().forEach(network -> text.network(model.folder(), network));
        if (model.modes() != null) {
            text.modes(model.modes());
        }
        model.loras().forEach(text::lora);
        if (model.card() != null) {
            text.card(model.card());
        }
        return text.lines;
    }

    static List<String> of(InspectedFiles files) {
        InspectionText text = new InspectionText();
        if (files.files().isEmpty()) {
            text.line("%s: no checkpoints", files.path());
        }
        files.files().forEach(text::file);
        return text.lines;
    }

    /** Names in a file are whatever somebody wrote: on a terminal none of them does anything. */
    private void line(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values).replaceAll("\\p{Cntrl}", "?"));
    }

    private void network(Path folder, NetworkSummary network) {
        line("%-19s %s", network.name(), folder.relativize(network.file()));
        if (network.contents() != null) {
            contents(network.contents());
        }
        network.problems().forEach(problem -> problem.lines().forEach(part -> line("  wrong: %s", part.strip())));
    }

    private void contents(CheckpointSummary contents) {
        line(
                "  %d tensors, %s parameters, %s",
                contents.tensors(),
                count(contents.parameters()),
                contents.bytesByType().entrySet().stream()
                        .map(type -> bytes(type.getValue()) + " " + type.getKey())
                        .collect(Collectors.joining(", ")));
        line(
                "  %s",
                contents.bytesByPart().entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(MOST + 1)
                        .map(part -> part.getKey() + " " + bytes(part.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private void modes(SupportedModes modes) {
        line("what jobs can ask of %s", modes.name());
        line("  speakers      %s", joined(modes.speakers()));
        line("  sizes         %s", pairs(modes.sizes()));
        line("  quantization  %s", pairs(modes.quantizations()));
        modes.presets()
                .forEach(
                        (name, lacking) -> line("  preset        %s%s", name, lacking.isEmpty() ? "" : ": " + lacking));
        if (modes.drawnFacesOnly()) {
            line("  pictures      drawn faces only");
        }
    }

    private void lora(InspectedLora lora) {
        line(
                "LoRA %s: %s",
                lora.name(), lora.problem() != null ? "cannot be read" : lora.fits() ? "fits" : "does not fit");
        if (lora.problem() != null) {
            line("  wrong: %s", lora.problem());
        } else {
            lora(lora.contents());
        }
    }

    private void lora(LoraSummary lora) {
        line(
                "  %d changes: %s; %d whole weights and biases",
                lora.changes(),
                lora.ranks().isEmpty()
                        ? "no layers of a rank"
                        : lora.ranks().entrySet().stream()
                                .map(rank -> "%d layers of rank %d".formatted(rank.getValue(), rank.getKey()))
                                .collect(Collectors.joining(", ")),
                lora.differences());
        if (!lora.fitting().isEmpty() || !lora.objections().isEmpty()) {
            line(
                    "  %d fit the model, %d do not",
                    lora.fitting().size(), lora.objections().size());
        }
        lora.otherModel().forEach(other -> line("  wrong: %s", other));
        some("wrong", lora.objections());
        some("without effect", lora.ignored());
    }

    private void some(String what, List<String> all) {
        all.stream().limit(MOST).forEach(one -> line("  %s: %s", what, one));
        if (all.size() > MOST) {
            line("  %s: and %d more", what, all.size() - MOST);
        }
    }

    private void file(InspectedFile file) {
        line("%s%s", file.file(), file.problem() == null ? "" : ": cannot be read");
        if (file.problem() != null) {
            file.problem().lines().forEach(part -> line("  wrong: %s", part.strip()));
            return;
        }
        contents(file.contents());
        if (file.lora() != null) {
            line("  a LoRA");
            lora(file.lora());
        }
    }

    private void card(CardReport card) {
        line("GB on a device, transformer in %s and VAE in %s, preset standard", card.precision(), card.vaePrecision());
        row("", card, job -> job.size().replace("multitalk-", "") + " " + job.video());
        row("people", card, job -> Integer.toString(job.people()));
        for (String level : card.jobs().get(0).needed().keySet()) {
            row(level, card, job -> gigabytes(job.needed().get(level)));
        }
        if (card.bytes() == null) {
            line("  no GPU is at hand: --memory 48GiB says which of these a worker takes on one");
            return;
        }
        line("on a device with %s for tensors a worker takes", bytes(card.bytes()));
        card.jobs()
                .forEach(job -> line(
                        "  %s %s, people %d: %s",
                        job.size(),
                        job.video(),
                        job.people(),
                        job.level() == null
                                ? "nothing, it does not fit"
                                : "%s, %s GB".formatted(job.level(), gigabytes(job.onDevice()))));
    }

    private void row(String title, CardReport card, Function<CardReport.Job, String> cell) {
        line(
                "  %-34s%s",
                title,
                card.jobs().stream()
                        .map(job -> String.format(Locale.ROOT, "%14s", cell.apply(job)))
                        .collect(Collectors.joining()));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, bytes < GB ? "%.3f" : "%.1f", bytes / GB);
    }

    private static String pairs(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> "%s (%s)".formatted(pair.getKey(), pair.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(" or "));
    }

    private static String count(long number) {
        return number >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.2f billion", number / 1e9)
                : String.format(Locale.ROOT, "%.2f million", number / 1e6);
    }

    private static String bytes(long bytes) {
        return bytes >= GB
                ? String.format(Locale.ROOT, "%.2f GB", bytes / GB)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
