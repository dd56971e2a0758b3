package dev.parley.kit.admission;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.SpeakerFace;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.RequestWording;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.Violation;
import dev.parley.contracts.Warning;
import dev.parley.contracts.WireName;
import dev.parley.kit.mark.VisibleMarkConfig;
import dev.parley.kit.transcript.Transcript;
import dev.parley.media.PictureInfo;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Size;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
    private final VisibleMarkConfig visibleMark;

    @Inject
    public Admission(
            Inputs inputs,
            InputResolver resolver,
            LimitsConfig limits,
            Engines engines,
            Abilities abilities,
            Narrator narrator,
            VisibleMarkConfig visibleMark) {
        this.inputs = inputs;
        this.resolver = resolver;
        this.limits = limits;
        this.engines = engines;
        this.abilities = abilities;
        this.narrator = narrator;
        this.visibleMark = visibleMark;
    }

    /**
     * @param asked a request that {@code RequestReader} let through
     * @return the plan, without an encoder: the first worker adds the one it has
     * @throws InvalidRequestException with every fault of the inputs
     * @throws dev.parley.kit.store.StoreException when the store cannot be asked
     */
    public RenderPlan admit(JobId job, ReadRequest asked) {
        return examine(job, asked).plan();
    }

    /** Keeps beside a job what is said in it and when; nothing where nothing was spoken for it. */
    public void keep(JobId job, Transcript transcript) {
        if (!transcript.lines().isEmpty()) {
            byte[] phonemes = transcript.json();
            inputs.keepBeside(ObjectKeys.phonemes(job, Sha256.of(phonemes)), phonemes);
            inputs.keepBeside(ObjectKeys.phonemes(job), phonemes);
            inputs.keepBeside(ObjectKeys.subtitles(job), transcript.webVtt());
        }
    }

    /** As {@link #admit}, with what was spoken on the way. */
    public Admitted examine(JobId job, ReadRequest asked) {
        try {
            return examine(job, asked.request(), asked.wording());
        } catch (InvalidRequestException e) {
            throw asked.wording().named(e);
        }
    }

    /**
     * The picture that the engine of a plan starts from, and who is where in it.
     *
     * @param plan that was admitted
     * @throws InvalidRequestException when the picture is gone meanwhile
     * @throws dev.parley.kit.store.StoreException when the store cannot be asked
     */
    public PlannedScene scene(RenderPlan plan) {
        List<Violation> faults = new ArrayList<>();
        return Listening.attempt("image", faults, () -> {
                    PictureInfo source = inputs.picture(plan.picture());
                    Size size = new Size(source.height(), source.width());
                    Cast cast = new Cast(
                            plan.settings().speakers(),
                            inputs.looks(plan.picture()).faces(),
                            size,
                            new Size(plan.height(), plan.width()));
                    return ScenePainter.paint(plan, inputs.pixels(plan.picture()), size, cast.found());
                })
                .orElseThrow(() -> new InvalidRequestException(faults));
    }

    private Admitted examine(JobId job, RenderRequest asked, RequestWording wording) {
        InputResolver.ForOneRequest named = resolver.forOneRequest();
        List<Violation> unseen = new ArrayList<>();
        Optional<Seen> picture = picture(asked, named, unseen);
        Optional<Looks> looks =
                picture.flatMap(seen -> Listening.attempt("image", unseen, () -> inputs.looks(seen.key)));
        Engine engine = engineOf(asked, looks);
        ModelProfile model = engines.profile(engine);
        RenderSettings sent = Narrator.withVoices(RequestDefaults.fill(visibleMark.marked(asked), engine, model));
        List<Violation> faults = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        checkEngine(engine, faults);
        PresetCheck.of(sent.preset(), model.presets()).ifPresent(faults::add);
        abilities.check(asked, sent, faults);
        faults.addAll(unseen);
        Size video = picture.map(seen -> model.sizes(WireName.of(sent.size())).choose(seen.size()))
                .orElse(null);
        picture.ifPresent(seen -> faults.addAll(BoxCheck.faults(engine, sent.speakers(), seen.size(), video)));
        looks.ifPresent(found -> warnings.addAll(ModelAdvice.about(asked, model, engines, engine, video, found)));
        RenderSettings request = looks.map(
                        found -> placed(sent, engine, picture.orElseThrow().size(), video, found, warnings))
                .orElse(sent);
        Listening listening = new Listening(inputs, named, faults, warnings);
        Performance.Ready voices = request.turns().isEmpty()
                ? new OwnVoices(request, wording, narrator, listening, faults)
                : new TurnTaking(request, narrator, listening, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        Performance performance = voices.perform();
        VoicePlacement placement = performance.placement();
        warnings.addAll(VoiceWarnings.of(placement.voices()));
        String seen = picture.orElseThrow().key;
        RenderPlan plan = new RenderPlan(
                job,
                withPicture(performance.settings(), seen),
                video.width(),
                video.height(),
                new ChunkPlan(
                        placement.frames(request, limits.soundMax()),
                        request.sampling().framesPerWindow(),
                        request.sampling().motionFrames()),
                seen,
                placement.tracks(),
                null,
                warnings,
                null,
                eyes(request, picture.orElseThrow().size(), video, looks.orElseThrow()),
                phonemes(job, performance.transcript()));
        return new Admitted(plan, performance.transcript(), performance.turns(), madeOf(plan, named));
    }

    /** Where {@link #keep} will put them. */
    private static String phonemes(JobId job, Transcript transcript) {
        return transcript.lines().isEmpty() ? null : ObjectKeys.phonemes(job, Sha256.of(transcript.json()));
    }

    /** A request that names no engine, of a photograph, does not get a model that knows drawings only. */
    private Engine engineOf(RenderRequest asked, Optional<Looks> looks) {
        if (asked.engine() != null) {
            return asked.engine();
        }
        boolean preview = engines.previewsPhotographs()
                && ModelAdvice.asksNothingOfTheModel(asked)
                && looks.filter(Looks::photographOfSomebody).isPresent();
        return preview ? Engine.PANTOMIME : engines.standard();
    }

    /** Of photographed speakers: a drawing's lines move better as they are than by what is known of faces. */
    private static List<SpeakerFace> eyes(RenderSettings request, Size picture, Size video, Looks looks) {
        return looks.drawing() ? List.of() : new Cast(request.speakers(), looks.faces(), picture, video).eyes();
    }

    /** The request with everybody's box in pixels, or a box around everybody's face where that tells more. */
    private static RenderSettings placed(
            RenderSettings sent, Engine engine, Size picture, Size video, Looks looks, List<Warning> warnings) {
        List<Speaker> own = BoxCheck.inPixels(sent.speakers(), picture);
        List<Speaker> speakers = new Cast(own, looks.faces(), picture, video)
                .proposed()
                .filter(boxes -> BoxCheck.faults(engine, boxes, picture, video).isEmpty())
                .orElse(own);
        Cast cast = new Cast(speakers, looks.faces(), picture, video);
        warnings.addAll(FaceWarnings.of(cast, own, looks.drawing(), engine));
        return sent.withInputs(sent.image(), speakers);
    }

    /** What the request named, and what was made of that. */
    private static List<String> madeOf(RenderPlan plan, InputResolver.ForOneRequest named) {
        Set<String> inputs = new TreeSet<>(named.resolved());
        inputs.add(plan.picture());
        plan.voices().forEach(voice -> inputs.add(voice.object()));
        return List.copyOf(inputs);
    }

    /** Two portraits are one picture by now. */
    private static RenderSettings withPicture(RenderSettings request, String picture) {
        return request.withInputs(
                picture,
                request.speakers().stream()
                        .map(speaker -> speaker.withInputs(speaker.audio(), null))
                        .toList());
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

    private Optional<Seen> picture(RenderRequest request, InputResolver.ForOneRequest named, List<Violation> faults) {
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
        return Listening.attempt("image", faults, () -> {
            String composed = inputs.compose(left.get().key, right.get().key);
            return new Seen(composed, inputs.picture(composed));
        });
    }

    private Optional<Seen> look(
            String path, String reference, InputResolver.ForOneRequest named, List<Violation> faults) {
        return Listening.attempt(path, faults, () -> {
            String key = named.resolve(path, reference);
            return new Seen(key, inputs.picture(key));
        });
    }
}
