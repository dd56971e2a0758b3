package dev.parley.cli;

import dev.parley.cli.farm.WarmUp;
import dev.parley.cli.request.PreparedRequest;
import dev.parley.cli.request.RequestOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "warm-up", hidden = true, description = "Run by the start script once after a build.")
final class WarmUpCommand implements Callable<Integer> {
    @Mixin
    RequestOptions request;

    @Override
    public Integer call() throws Exception {
        PreparedRequest prepared = PreparedRequest.of(request, Path.of("").toAbsolutePath());
        WarmUp.run(Installation.layout(), prepared.request(), prepared.uploads());
        return ExitCode.OK;
    }
}
