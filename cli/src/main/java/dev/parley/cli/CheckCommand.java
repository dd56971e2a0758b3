package dev.parley.cli;

import dev.parley.cli.http.DryRun;
import dev.parley.cli.request.Heading;
import dev.parley.cli.request.RequestOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Checks a request and its inputs and renders nothing; says what the video would be and cost, and can draw who"
                    + " is looked for where.",
            "Uses the given farm or the one running on this machine, or else starts one for the duration of this"
                    + " command.",
            "Example: parley check --image pair.png --audio a.wav --audio b.wav -o check.png"
        })
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interruption interruption;

    @Mixin
    RequestOptions request;

    @Heading("Result")
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "A picture (.png or .jpg) of what the engine starts from: the crop, the boxes, and each"
                    + " speaker's part of the model's grid.")
    Path output;

    @Option(names = "--overwrite", description = "Replace a picture that is there already.")
    boolean overwrite;

    @Mixin
    FarmOptions farm;

    @Mixin
    OutputOptions options;

    CheckCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
        this.interruption = interruption;
    }

    @Override
    public Integer call() throws Exception {
        return new RequestFarm(terminal, interruption, farm, options).call(request, prepared -> {
            PictureFile picture = output == null ? null : PictureFile.named(output, prepared.reads(), overwrite);
            return (client, progress) -> {
                DryRun dry = new Submission(client, prepared, progress).dryRun();
                progress.clear();
                if (picture != null) {
                    picture.write(dry.picture());
                }
                new JobReport(terminal).dryRun(dry, options.json);
                return ExitCode.OK;
            };
        });
    }
}
