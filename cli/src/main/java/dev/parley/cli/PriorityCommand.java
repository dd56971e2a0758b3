package dev.parley.cli;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Priority;
import dev.parley.contracts.WireName;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "priority",
        mixinStandardHelpOptions = true,
        description = "Moves a job that waits for a worker: gives it another priority.")
final class PriorityCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "JOB", converter = JobArgument.class, description = "The job's id.")
    JobId job;

    @Parameters(
            index = "1",
            paramLabel = "PRIORITY",
            converter = Word.class,
            description = "high, normal or low. Older jobs of the same priority stay before it.")
    Priority priority;

    @Mixin
    FarmOptions farm;

    static final class Word implements ITypeConverter<Priority> {
        @Override
        public Priority convert(String word) {
            return WireName.parse(Priority.class, word)
                    .orElseThrow(() -> new TypeConversionException("found '%s', expected one of %s"
                            .formatted(
                                    word,
                                    Arrays.stream(Priority.values())
                                            .map(WireName::of)
                                            .toList())));
        }
    }

    PriorityCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        JobView moved = farm.running().prioritize(job, priority);
        new JobReport(terminal).brief(moved);
        return ExitCode.OK;
    }
}
