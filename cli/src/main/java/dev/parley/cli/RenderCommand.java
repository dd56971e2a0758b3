package dev.parley.cli;

import dev.parley.cli.http.Download;
import dev.parley.cli.http.DryRun;
import dev.parley.cli.http.FarmClient;
import dev.parley.cli.http.FarmException;
import dev.parley.cli.http.JobWatch;
import dev.parley.cli.request.Heading;
import dev.parley.cli.request.PreparedRequest;
import dev.parley.cli.request.RequestOptions;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.JobView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Renders a video and downloads it.",
            "Uses the given farm or the one running on this machine, or else starts one for the duration of this"
                    + " command. Ctrl-C cancels the job.",
            "Example: parley render --image face.png --audio voice.wav -o video.mp4"
        })
final class RenderCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interruption interruption;
    private final JobReport report;

    @Mixin
    RequestOptions request;

    @Heading("Result")
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The video; default: named after the picture, in the current directory.")
    Path output;

    @Option(names = "--overwrite", description = "Replace an output that is there already and is no MP4.")
    boolean overwrite;

    @Option(names = "--dry-run", description = "Check everything, render nothing; says how long the video would be.")
    boolean dryRun;

    @Mixin
    FarmOptions farm;

    @Mixin
    OutputOptions options;

    RenderCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
        this.interruption = interruption;
        this.report = new JobReport(terminal);
    }

    @Override
    public Integer call() throws Exception {
        return new RequestFarm(terminal, interruption, farm, options).call(request, prepared -> {
            Path here = Path.of("").toAbsolutePath();
            Path video = output != null
                    ? OutputFile.named(output, prepared.reads(), overwrite)
                    : OutputFile.after(request.firstImage(), here);
            return (client, progress) -> render(client, prepared, video, progress);
        });
    }

    private int render(FarmClient client, PreparedRequest prepared, Path video, ProgressDisplay progress)
            throws Exception {
        Submission submission = new Submission(client, prepared, progress);
        if (dryRun) {
            DryRun dry = submission.dryRun();
            progress.clear();
            report.dryRun(dry, options.json);
            return ExitCode.OK;
        }
        JobView accepted = submission.submit();
        progress.clear();
        report.warnings(accepted.warnings());
        progress.show(accepted);
        JobId job = accepted.jobId();
        JobView ended = interruption.guarded(
                () -> cancel(client, job), () -> new JobWatch(client).untilEnd(job, progress.watching()));
        if (ended.status() == JobStatus.COMPLETED) {
            download(client, ended, video, progress);
        }
        progress.clear();
        if (options.json) {
            report.json(ended);
        } else if (ended.status() == JobStatus.COMPLETED) {
            terminal.result("%s (%s%s)"
                    .formatted(
                            video,
                            JobReport.video(ended.video()),
                            JobReport.voices(ended.syntheticVoices())
                                    .map("; "::concat)
                                    .orElse("")));
        }
        return report.ended(ended);
    }

    private void cancel(FarmClient client, JobId job) {
        try {
            client.cancel(job);
            terminal.say("cancelled job " + job);
        } catch (FarmException e) {
            terminal.say("cannot cancel job %s: %s".formatted(job, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void download(FarmClient client, JobView job, Path video, ProgressDisplay progress) throws Exception {
        progress.show("fetching the video");
        Download download = new Download(client, video);
        try {
            interruption.guarded(() -> discard(download), () -> {
                download.run(job.jobId(), job.video());
                return null;
            });
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.NO_OUTPUT, "Cannot write '%s': %s".formatted(video, e.getMessage()), e);
        }
    }

    private static void discard(Download download) {
        try {
            download.discard();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
