package dev.parley.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Downloads, lists, checks, inspects and converts models.",
        subcommands = {
            ModelsPullCommand.class,
            ModelsListCommand.class,
            ModelsVerifyCommand.class,
            ModelsInspectCommand.class,
            ModelsConvertCommand.class,
            ModelsGcCommand.class
        })
final class ModelsCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
