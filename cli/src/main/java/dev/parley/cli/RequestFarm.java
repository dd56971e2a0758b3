package dev.parley.cli;

import dev.parley.cli.farm.FarmNews;
import dev.parley.cli.farm.FarmSettings;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.InputCheck;
import dev.parley.cli.farm.SharedFarm;
import dev.parley.cli.http.FarmClient;
import dev.parley.cli.request.PreparedRequest;
import dev.parley.cli.request.RequestOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The farm that a request is brought to: one that is named, else the one of this machine, else one started for it. */
final class RequestFarm {
    private final Terminal terminal;
    private final Interruption interruption;
    private final FarmOptions farm;
    private final OutputOptions options;

    /** What is done with a farm; its result is the exit code. */
    interface Use {
        int of(FarmClient client, ProgressDisplay progress) throws Exception;
    }

    /** What a command checks of its own before it needs a farm. */
    interface Preparation {
        Use of(PreparedRequest prepared) throws Exception;
    }

    RequestFarm(Terminal terminal, Interruption interruption, FarmOptions farm, OutputOptions options) {
        this.terminal = terminal;
        this.interruption = interruption;
        this.farm = farm;
        this.options = options;
    }

    private interface Opening {
        int of(PreparedRequest request, Use use, ProgressDisplay progress) throws Exception;
    }

    int call(RequestOptions request, Preparation preparation) throws Exception {
        Optional<URI> named = farm.named();
        if (named.isPresent()) {
            return prepared(request, preparation, (sound, use, progress) -> use.of(farm.client(named.get()), progress));
        }
        if (SharedFarm.running(farm.dataDir()).isPresent()) {
            return prepared(request, preparation, (sound, use, progress) -> {
                progress.show("joining the farm");
                return use(shared(progress), use, progress);
            });
        }
        // Started first of all: it gets ready while the request is read.
        try (InputCheck check = InputCheck.start(Installation.layout(), farm.dataDir(), terminal::say)) {
            return prepared(request, preparation, (sound, use, progress) -> {
                progress.show("starting the farm");
                return use(CheckedFarm.open(() -> shared(progress), check, sound), use, progress);
            });
        }
    }

    private int prepared(RequestOptions request, Preparation preparation, Opening opening) throws Exception {
        PreparedRequest prepared = PreparedRequest.of(request, Path.of("").toAbsolutePath());
        Use use = preparation.of(prepared);
        ProgressDisplay progress = options.progress(terminal);
        try {
            return opening.of(prepared, use, progress);
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

    private int use(SharedFarm shared, Use use, ProgressDisplay progress) throws Exception {
        return interruption.guarded(shared::closeNow, () -> {
            try {
                return use.of(farm.client(shared.url()), progress);
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
}
