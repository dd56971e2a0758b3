package dev.parley.cli;

import dev.parley.cli.farm.WarmUp;
import dev.parley.cli.http.FarmClient;
import dev.parley.cli.http.JobWatch;
import dev.parley.cli.request.PreparedRequest;
import dev.parley.cli.request.RequestOptions;
import dev.parley.contracts.JobView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "warm-up", hidden = true, description = "Run by the start script once after a build.")
final class WarmUpCommand implements Callable<Integer> {
    @Option(names = "--input-check", description = "Only the check of the inputs, no farm.")
    boolean inputCheck;

    @Mixin
    RequestOptions request;

    @Override
    public Integer call() throws Exception {
        PreparedRequest prepared = PreparedRequest.of(request, Path.of("").toAbsolutePath());
        WarmUp warmUp = new WarmUp(Installation.layout());
        warmUp.inputCheck(prepared.json(), prepared.uploads());
        if (!inputCheck) {
            warmUp.farm(url -> render(new FarmClient(url, Optional.empty()), prepared));
        }
        return ExitCode.OK;
    }

    private static void render(FarmClient farm, PreparedRequest request) throws Exception {
        JobView accepted = new Submission(farm, request, ProgressDisplay.none()).submit();
        new JobWatch(farm).untilEnd(accepted.jobId(), job -> {});
    }
}
