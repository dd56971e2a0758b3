package dev.parley.kit.admission;

import dev.parley.speech.ProgramPath;
import dev.parley.speech.Voices;
import dev.parley.speech.Voices.Unavailable;
import dev.parley.speech.kokoro.KokoroFolderException;
import dev.parley.speech.kokoro.KokoroVoices;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** The voices of this machine, looked for once. */
@Dependent
public class InstalledVoices {
    private static final Logger LOG = Logger.getLogger(InstalledVoices.class);

    @Produces
    @Singleton
    Voices voices(Config config) {
        Voices voices = find(config, KokoroSettings::speaker);
        voices.unavailable().forEach(one -> LOG.warnf("no voices of %s: %s", one.synthesizer(), one.reason()));
        return voices;
    }

    /** @param speaker of Kokoro's voices, where they are */
    static Voices find(Config config, Function<KokoroSettings, KokoroVoices.Speaker> speaker) {
        List<Path> path = ProgramPath.of(System.getenv());
        Optional<KokoroSettings> kokoro = KokoroSettings.of(config);
        if (kokoro.isEmpty()) {
            return Voices.installed(path);
        }
        try {
            KokoroVoices voices = kokoro.get().voices(path);
            return Voices.installed(path, List.of(voices.spokenBy(speaker.apply(kokoro.get()))), List.of());
        } catch (KokoroFolderException | IllegalStateException e) {
            Unavailable reason = new Unavailable(KokoroVoices.NAME, e.getMessage());
            return Voices.installed(path, List.of(), List.of(reason));
        }
    }
}
