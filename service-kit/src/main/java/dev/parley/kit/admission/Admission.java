package dev.parley.kit.admission;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.Violation;
import dev.parley.contracts.Warning;
import dev.parley.contracts.WireName;
import dev.parley.media.MediaException;
import dev.parley.media.PictureInfo;
import dev.parley.media.SoundInfo;
import dev.parley.media.Sounds;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Size;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The check before GPU time: everything a request names is fetched, decoded and measured, and what comes out is a plan that
 * any worker can follow. All faults are found, not only the first.
 */
@ApplicationScoped
public class Admission {
    private final Inputs inputs;
    private final InputResolver resolver;
    private final LimitsConfig limits;
    private final Engines engines;
    private final Abilities abilities;
    private final Narrator narrator;

    @Inject
    public Admission(
            Inputs inputs,
            InputResolver resolver,
            LimitsConfig limits,
            Engines engines,
            Abilities abilities,
            Narrator narrator) {
        this.inputs = inputs;
        this.resolver = resolver;
        this.limits = limits;
        this.engines = engines;
        this.abilities = abilities;
        this.narrator = narrator;
    }

    /**
     * @param asked a request that {@code RequestReader} let through
     * @return the plan, without an encoder: the first worker adds the one it has
     * @throws InvalidRequestException with every fault of the inputs
     * @throws dev.parley.kit.store.StoreException when the store cannot be asked
     */
    public RenderPlan admit(JobId job, RenderRequest asked) {
        return examine(job, asked).plan();
    }

    /** Keeps beside a job what is said in it and when; nothing where nothing was spoken for it. */
    public void keep(JobId job, Transcript transcript) {
        if (!transcript.lines().isEmpty()) {
            inputs.keepBeside(ObjectKeys.phonemes(job), transcript.json());
            inputs.keepBeside(ObjectKeys.subtitles(job), transcript.webVtt());
        }
    }

    /** As {@link #admit}, with what was spoken on the way. */
    public Admitted examine(JobId job, RenderRequest asked) {
        Engine engine = asked.engine() == null ? engines.standard() : asked.engine();
        ModelProfile model = engines.profile(engine);
        RenderSettings request = Narrator.withVoices(RequestDefaults.fill(asked, engine, model));
        List<Violation> faults = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        checkEngine(engine, faults);
        PresetCheck.of(request.preset(), model.presets()).ifPresent(faults::add);
        abilities.check(asked, request, faults);
        InputResolver.ForOneRequest named = resolver.forOneRequest();
        Optional<Seen> picture = picture(request, named, faults);
        Narration narration = narrator.narrate(request, faults);
        List<Optional<Heard>> voices = new ArrayList<>();
        for (int i = 0; i < request.speakers().size(); i++) {
            String path = "speakers[" + i + "]";
            voices.add(
                    request.speakers().get(i).audio() == null
                            ? spoken(path, narration.recordingOf(i), faults)
                            : voice(request.speakers().get(i), path, named, faults, warnings));
        }
        checkSomebodySpeaks(request, voices, faults);
        Size video = picture.map(
                        seen -> model.sizes(WireName.of(request.size())).choose(seen.size()))
                .orElse(null);
        picture.ifPresent(seen -> faults.addAll(BoxCheck.faults(engine, request.speakers(), seen.size(), video)));
        picture.flatMap(seen ->
                        attempt("image", faults, () -> ModelAdvice.about(asked, model, seen.key, video, inputs)))
                .ifPresent(warnings::addAll);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        VoicePlacement placement = VoicePlacement.of(
                request,
                narration.dialogue(),
                voices.stream().map(Optional::orElseThrow).toList());
        warnings.addAll(VoiceWarnings.of(placement.voices()));
        List<VoiceTrack> tracks = placement.tracks();
        String seen = picture.orElseThrow().key;
        RenderPlan plan = new RenderPlan(
                job,
                stored(request, seen, tracks),
                video.width(),
                video.height(),
                new ChunkPlan(
                        placement.frames(request, limits.soundMax()),
                        request.sampling().framesPerWindow(),
                        request.sampling().motionFrames()),
                seen,
                tracks,
                null,
                warnings,
                null);
        return new Admitted(
                plan, narration.transcript().placed(person -> tracks.get(person).startSeconds()));
    }

    /** What was spoken is a recording as any other. */
    private Optional<Heard> spoken(String path, Optional<String> recording, List<Violation> faults) {
        return recording.flatMap(
                key -> attempt(path + ".text", faults, () -> new Heard(key, inputs.sound(key, Sounds.MEAN))));
    }

    /** What was fetched or came along lies in the store by now, and two portraits are one picture. */
    private static RenderSettings stored(RenderSettings request, String picture, List<VoiceTrack> voices) {
        List<Speaker> speakers = new ArrayList<>(request.speakers());
        for (VoiceTrack voice : voices) {
            speakers.set(voice.speaker(), speakers.get(voice.speaker()).withInputs(voice.object(), null));
        }
        return request.withInputs(picture, speakers);
    }

    private record Seen(String key, PictureInfo info) {
        Size size() {
            return new Size(info.height(), info.width());
        }
    }

    private void checkEngine(Engine engine, List<Violation> faults) {
        if (!engines.available().contains(engine)) {
            faults.add(new Violation(
                    "engine",
                    "engine-unavailable",
                    "found %s, this farm has %s"
                            .formatted(
                                    WireName.of(engine),
                                    engines.available().stream()
                                            .map(WireName::of)
                                            .sorted()
                                            .toList())));
        }
    }

    private Optional<Seen> picture(RenderSettings request, InputResolver.ForOneRequest named, List<Violation> faults) {
        if (request.image() != null) {
            return look("image", request.image(), named, faults);
        }
        Optional<Seen> left =
                look("speakers[0].image", request.speakers().get(0).image(), named, faults);
        Optional<Seen> right =
                look("speakers[1].image", request.speakers().get(1).image(), named, faults);
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        return attempt("image", faults, () -> {
            String composed = inputs.compose(left.get().key, right.get().key);
            return new Seen(composed, inputs.picture(composed));
        });
    }

    private Optional<Seen> look(
            String path, String reference, InputResolver.ForOneRequest named, List<Violation> faults) {
        return attempt(path, faults, () -> {
            String key = named.resolve(path, reference);
            return new Seen(key, inputs.picture(key));
        });
    }

    private Optional<Heard> voice(
            Speaker speaker,
            String path,
            InputResolver.ForOneRequest named,
            List<Violation> faults,
            List<Warning> warnings) {
        return attempt(path + ".audio", faults, () -> {
            String key = named.resolve(path + ".audio", speaker.audio());
            SoundInfo info = hear(key, speaker, path);
            info.remarks()
                    .forEach(said -> warnings.add(new Warning(path + ".audio", code(said.kind()), said.message())));
            return new Heard(key, info);
        });
    }

    private SoundInfo hear(String key, Speaker speaker, String path)
            throws MediaException, Inputs.MissingInputException {
        try {
            return inputs.sound(key, speaker.channel() == null ? Sounds.MEAN : speaker.channel());
        } catch (MediaException e) {
            if (e.problem() == MediaException.Problem.NO_CHANNEL) {
                throw InvalidRequestException.of(path + ".channel", code(e.problem()), e.getMessage());
            }
            throw e;
        }
    }

    /** A person may be silent in a clip, but not everybody. */
    private static void checkSomebodySpeaks(
            RenderSettings request, List<Optional<Heard>> voices, List<Violation> faults) {
        boolean silent = voices.stream()
                .allMatch(voice -> voice.isPresent() && voice.get().info().isSilent());
        for (int i = 0; silent && i < voices.size(); i++) {
            SoundInfo info = voices.get(i).orElseThrow().info();
            attempt(VoiceWarnings.path(i, request.speakers().get(i).channel()), faults, () -> {
                info.requireAudible();
                return info;
            });
        }
    }

    private interface Look<T> {
        T run() throws MediaException, Inputs.MissingInputException;
    }

    private static <T> Optional<T> attempt(String path, List<Violation> faults, Look<T> look) {
        try {
            return Optional.of(look.run());
        } catch (MediaException e) {
            faults.add(new Violation(path, code(e.problem()), e.getMessage()));
        } catch (Inputs.MissingInputException e) {
            faults.add(new Violation(path, "input-missing", e.getMessage()));
        } catch (InvalidRequestException e) {
            faults.addAll(e.violations());
        }
        return Optional.empty();
    }

    /** {@code TOO_SHORT} is {@code too-short} to programs. */
    private static String code(Enum<?> about) {
        return WireName.of(about);
    }
}
