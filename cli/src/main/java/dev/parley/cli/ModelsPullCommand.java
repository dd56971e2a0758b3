package dev.parley.cli;

import dev.parley.cli.farm.HomeFolder;
import dev.parley.hub.HubException;
import dev.parley.hub.HubSettings;
import dev.parley.hub.ModelPull;
import dev.parley.hub.PullPlan;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pull",
        mixinStandardHelpOptions = true,
        description = {
            "Downloads models from Hugging Face: only the files that are needed, each checked by its hash.",
            "After a break, the same command goes on where it was. HF_TOKEN, HF_HOME and HF_ENDPOINT work as usual."
        })
final class ModelsPullCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "480p, fusionx, lightx2v, kokoro, int8 or all.")
    List<String> names;

    @Option(names = "--plan", description = "Print files, sizes, licenses and sources, and download nothing.")
    boolean plan;

    @Option(names = "--update", description = "Take what the repositories have now, not what was pulled first.")
    boolean update;

    @Option(
            names = "--hub",
            paramLabel = "URL",
            description = "The hub, or a mirror of it; default: $HF_ENDPOINT, else https://huggingface.co.")
    String hub;

    @Mixin
    ModelsOptions options;

    ModelsPullCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        PullProgress progress = new PullProgress(terminal);
        ModelPull pull = new ModelPull(options.catalog(), settings(), options.folder(), progress);
        PullPlan planned = pull.plan(names, update);
        if (plan) {
            new PullReport(terminal).plan(planned, options.folder());
            return ExitCode.OK;
        }
        progress.begin(planned);
        try {
            pull.run(planned);
        } catch (HubException e) {
            throw e;
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.NO_OUTPUT, "Cannot write to %s: %s".formatted(options.folder(), e), e);
        } finally {
            progress.end();
        }
        new PullReport(terminal).done(planned, options.folder());
        return ExitCode.OK;
    }

    private HubSettings settings() throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (hub != null) {
            environment.put("HF_ENDPOINT", hub);
        }
        return HubSettings.of(environment, HomeFolder.of(environment));
    }
}
