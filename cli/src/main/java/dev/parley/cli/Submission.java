package dev.parley.cli;

import dev.parley.cli.http.DryRun;
import dev.parley.cli.http.FarmClient;
import dev.parley.cli.http.FarmException;
import dev.parley.cli.http.FarmProblemException;
import dev.parley.cli.request.PreparedRequest;
import dev.parley.contracts.JobView;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Map;

/** Brings a request and its files to a farm. */
final class Submission {
    private final FarmClient client;
    private final PreparedRequest request;
    private final ProgressDisplay progress;

    Submission(FarmClient client, PreparedRequest request, ProgressDisplay progress) {
        this.client = client;
        this.request = request;
        this.progress = progress;
    }

    JobView submit() throws FarmException, InterruptedException, CommandFailedException {
        upload();
        try {
            return client.submit(request.json());
        } catch (FarmProblemException e) {
            throw inOurWords(e);
        }
    }

    DryRun dryRun() throws FarmException, InterruptedException, CommandFailedException {
        upload();
        try {
            return client.dryRun(request.json());
        } catch (FarmProblemException e) {
            throw inOurWords(e);
        }
    }

    /** Returns the problem where it has nothing to say of the request; throws what it says of that otherwise. */
    private FarmProblemException inOurWords(FarmProblemException problem) {
        if (!problem.violations().isEmpty() && problem.status() != ExitCode.TOO_MANY) {
            throw request.invalid(problem.violations());
        }
        return problem;
    }

    private void upload() throws FarmException, InterruptedException, CommandFailedException {
        upload(client, request.uploads(), progress);
    }

    /** @param files by the name that the store will give them */
    static void upload(FarmClient client, Map<String, Path> files, ProgressDisplay progress)
            throws FarmException, InterruptedException, CommandFailedException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            progress.show("uploading " + file.getValue().getFileName());
            String name;
            try {
                name = client.upload(file.getValue());
            } catch (FileNotFoundException e) {
                throw changed(file.getValue(), e);
            }
            if (!name.equals(file.getKey())) {
                throw changed(file.getValue(), null);
            }
        }
    }

    private static CommandFailedException changed(Path file, Exception cause) {
        return new CommandFailedException(
                ExitCode.INVALID, "'%s' changed while it was being read; try again".formatted(file), cause);
    }
}
