package dev.parley.cli;

import dev.parley.cli.farm.FarmNews;
import dev.parley.cli.farm.FarmSettings;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.InputCheck;
import dev.parley.cli.farm.SharedFarm;
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
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
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
        Optional<URI> named = farm.named();
        if (named.isPresent()) {
            return prepared(
                    (request, video, progress) -> render(new FarmClient(named.get()), request, video, progress));
        }
        if (SharedFarm.running(farm.dataDir()).isPresent()) {
            return prepared((request, video, progress) -> {
                progress.show("joining the farm");
                return render(shared(progress), request, video, progress);
            });
        }
        // Started first of all: it gets ready while the request is read.
        try (InputCheck check = InputCheck.start(Installation.layout(), farm.dataDir(), terminal::say)) {
            return prepared((request, video, progress) -> {
                progress.show("starting the farm");
                return render(CheckedFarm.open(() -> shared(progress), check, request), request, video, progress);
            });
        }
    }

    private interface Rendering {
        int of(PreparedRequest request, Path video, ProgressDisplay progress) throws Exception;
    }

    private int prepared(Rendering rendering) throws Exception {
        Path here = Path.of("").toAbsolutePath();
        PreparedRequest prepared = PreparedRequest.of(request, here);
        Path video = output != null
                ? OutputFile.named(output, prepared.reads(), overwrite)
                : OutputFile.after(request.firstImage(), here);
        ProgressDisplay progress = options.progress(terminal);
        try {
            return rendering.of(prepared, video, progress);
        } finally {
            progress.clear();
        }
    }

    private SharedFarm shared(ProgressDisplay progress) throws FarmStartException, InterruptedException {
        return SharedFarm.open(Installation.layout(), farm.dataDir(), FarmSettings.DEFAULT, new FarmNews() {
            @Override
            public void say(String words) {
                terminal.say(words);
            }

            @Override
            public void step(String words) {
                progress.show("starting the farm: " + words);
            }
        });
    }

    private int render(SharedFarm shared, PreparedRequest prepared, Path video, ProgressDisplay progress)
            throws Exception {
        return interruption.guarded(shared::closeNow, () -> {
            try {
                return render(new FarmClient(shared.url()), prepared, video, progress);
            } finally {
                if (!interruption.happened()) {
                    if (shared.owned()) {
                        progress.show("stopping the farm");
                    }
                    shared.close();
                }
            }
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
