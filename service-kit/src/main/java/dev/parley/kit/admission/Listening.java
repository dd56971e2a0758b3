package dev.parley.kit.admission;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Violation;
import dev.parley.contracts.Warning;
import dev.parley.contracts.WarningCode;
import dev.parley.contracts.WireName;
import dev.parley.media.MediaException;
import dev.parley.media.SoundInfo;
import dev.parley.media.Sounds;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Fetches and hears what one request names, and notes what is wrong with it. For one thread. */
final class Listening {
    private final Inputs inputs;
    private final InputResolver.ForOneRequest named;
    private final List<Violation> faults;
    private final List<Warning> warnings;

    /** A question to the inputs. */
    interface Look<T> {
        T run() throws MediaException, Inputs.MissingInputException;
    }

    Listening(Inputs inputs, InputResolver.ForOneRequest named, List<Violation> faults, List<Warning> warnings) {
        this.inputs = inputs;
        this.named = named;
        this.faults = faults;
        this.warnings = warnings;
    }

    /**
     * @param path of the field that names the recording
     * @param channel of it that is listened to; null for all
     * @param channelPath of the field that names the channel
     */
    Optional<Heard> to(String path, String audio, Integer channel, String channelPath) {
        return attempt(path, faults, () -> {
            String key = named.resolve(path, audio);
            SoundInfo info = info(key, channel, channelPath);
            info.remarks().forEach(said -> warnings.add(warning(path, said)));
            return new Heard(key, info);
        });
    }

    /** Everything that media remarks is a warning here, by the same name and with the same values. */
    private static Warning warning(String path, SoundInfo.Remark said) {
        return WarningCode.valueOf(said.kind().name())
                .at(path, said.message(), said.values().toArray());
    }

    private SoundInfo info(String key, Integer channel, String channelPath)
            throws MediaException, Inputs.MissingInputException {
        try {
            return inputs.sound(key, channel == null ? Sounds.MEAN : channel);
        } catch (MediaException e) {
            if (e.problem() == MediaException.Problem.NO_CHANNEL) {
                throw InvalidRequestException.of(channelPath, WireName.of(e.problem()), e.getMessage());
            }
            throw e;
        }
    }

    /** What was spoken is a recording as any other. */
    Heard spoken(String path, String key) {
        return attempt(path, faults, () -> new Heard(key, inputs.sound(key, Sounds.MEAN)))
                .orElseThrow(() -> new InvalidRequestException(faults));
    }

    /**
     * A person may be silent in a clip, but not everybody.
     *
     * @param voices nothing where it could not be heard, or is a text
     * @param path of the field that each comes from, by its index
     */
    void requireSomebodyHeard(List<Optional<Heard>> voices, IntFunction<String> path) {
        if (!voices.stream()
                .allMatch(voice -> voice.isPresent() && voice.get().info().isSilent())) {
            return;
        }
        for (int i = 0; i < voices.size(); i++) {
            SoundInfo info = voices.get(i).orElseThrow().info();
            attempt(path.apply(i), faults, () -> {
                info.requireAudible();
                return info;
            });
        }
    }

    void fault(String path, String code, String message) {
        faults.add(new Violation(path, code, message));
    }

    /** What goes wrong is noted as that of the field {@code path}. */
    static <T> Optional<T> attempt(String path, List<Violation> faults, Look<T> look) {
        try {
            return Optional.of(look.run());
        } catch (MediaException e) {
            faults.add(new Violation(path, WireName.of(e.problem()), e.getMessage()));
        } catch (Inputs.MissingInputException e) {
            faults.add(new Violation(path, "input-missing", e.getMessage()));
        } catch (InvalidRequestException e) {
            faults.addAll(e.violations());
        }
        return Optional.empty();
    }
}
