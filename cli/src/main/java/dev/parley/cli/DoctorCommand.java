package dev.parley.cli;

import dev.parley.cli.doctor.Doctor;
import dev.parley.cli.farm.HomeFolder;
import dev.parley.cli.farm.TemporaryFolder;
import dev.parley.contracts.Finding;
import dev.parley.contracts.WireName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks whether this machine can run a farm, and what to do if not.",
            "Exit code 0 if nothing is missing, 1 otherwise."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--port", paramLabel = "PORT", description = "Where the farm's page has to be.")
    Integer port;

    @Option(names = "--json", description = "As JSON: ok, and findings with subject, verdict, found, advice.")
    boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The farm's data directory; default: $PARLEY_DATA, else ~/.parley.")
    Path data;

    @Spec
    CommandSpec spec;

    DoctorCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    private record Report(boolean ok, List<Finding> findings) {}

    @Override
    public Integer call() throws Exception {
        List<Finding> findings = new ArrayList<>();
        try (TemporaryFolder scratch = TemporaryFolder.make("parley-doctor")) {
            Consumer<Finding> found = finding -> {
                findings.add(finding);
                if (!json) {
                    tell(finding);
                }
            };
            look(
                    dataDir(scratch.path(), found),
                    scratch.path(),
                    port == null ? OptionalInt.empty() : OptionalInt.of(port),
                    found);
        }
        long missing = findings.stream()
                .filter(finding -> finding.verdict() == Finding.Verdict.BAD)
                .count();
        if (json) {
            new JobReport(terminal).json(new Report(missing == 0, findings));
        } else {
            terminal.result(missing == 0 ? "nothing is missing" : missing + " missing or wrong, see above");
        }
        return missing == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    static void look(Path dataDir, Path scratch, OptionalInt port, Consumer<Finding> found) {
        Map<String, String> environment = System.getenv();
        new Doctor(
                        Installation.layout(),
                        dataDir,
                        HomeFolder.of(environment).orElse(dataDir),
                        scratch,
                        port,
                        environment)
                .look(found);
    }

    /** What else is missing can be said without one. */
    private Path dataDir(Path scratch, Consumer<Finding> found) {
        FarmOptions farm = new FarmOptions();
        farm.command = spec;
        farm.data = data;
        try {
            return farm.dataDir();
        } catch (ParameterException noHome) {
            found.accept(Finding.bad(
                    "home",
                    "this user has no home directory",
                    "set HOME, or the data directory with --data or PARLEY_DATA"));
            return scratch.resolve("data");
        }
    }

    private void tell(Finding finding) {
        terminal.result(String.format(
                Locale.ROOT,
                "%-5s %-10s %s",
                WireName.of(finding.verdict()),
                finding.subject(),
                finding.found().replace("\n", "\n" + " ".repeat(17))));
        if (finding.advice() != null) {
            terminal.result(" ".repeat(15) + "> " + finding.advice());
        }
    }
}
