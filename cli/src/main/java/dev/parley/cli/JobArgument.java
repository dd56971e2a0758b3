package dev.parley.cli;

import dev.parley.contracts.JobId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A job's id as an argument. */
final class JobArgument implements ITypeConverter<JobId> {
    @Override
    public JobId convert(String value) {
        return JobId.parse(value)
                .orElseThrow(
                        () -> new TypeConversionException("'%s' is not a job id (a lower-case UUID)".formatted(value)));
    }
}
