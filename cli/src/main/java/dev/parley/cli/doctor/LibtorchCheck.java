package dev.parley.cli.doctor;

import dev.parley.cli.farm.FarmLayout;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.ProgramAnswer;
import dev.parley.contracts.Finding;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whether PyTorch starts, and computes what it should, on the device and in the precision that a worker would use. */
record LibtorchCheck(FarmLayout layout, Path home, Path scratch) {
    private static final String PROGRAM = "dev.parley.worker.multitalk.LocalArithmetic";
    private static final String ADVICE =
            "workers refuse to render on this machine: use another one, or report this message to Parley's developers";

    /** What the program answers; more than this is for its own readers. */
    record Report(
            boolean ok, String problem, String libtorch, String device, String cpuCapability, List<Line> checks) {}

    record Line(String operation, String shape, String type, boolean ok, String message) {}

    Finding look() throws FarmStartException, IOException, InterruptedException {
        return finding(
                Json.read(ProgramAnswer.of(layout, PROGRAM, home, scratch).json(), Report.class));
    }

    static Finding finding(Report report) {
        if (report.problem != null) {
            return Finding.bad(
                    "libtorch",
                    report.problem,
                    "fix PARLEY_MULTITALK_* (docs/house.md), the model, or the configured device");
        }
        List<Line> wrong = report.checks.stream().filter(line -> !line.ok).toList();
        String what = "libtorch %s on %s (%s)".formatted(report.libtorch, report.device, report.cpuCapability);
        if (!report.ok || !wrong.isEmpty()) {
            String first = wrong.isEmpty()
                    ? "its self-test failed"
                    : "%s %s %s: %s"
                            .formatted(
                                    wrong.get(0).operation,
                                    wrong.get(0).type,
                                    wrong.get(0).shape,
                                    wrong.get(0).message);
            return Finding.bad(
                    "libtorch",
                    "%s computes wrong results in %d of %d checks; %s"
                            .formatted(what, wrong.size(), report.checks.size(), first),
                    ADVICE);
        }
        return Finding.ok("libtorch", "%s, %d arithmetic checks passed".formatted(what, report.checks.size()));
    }
}
