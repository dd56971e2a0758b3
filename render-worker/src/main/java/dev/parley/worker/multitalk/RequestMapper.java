package dev.parley.worker.multitalk;

import dev.parley.contracts.Box;
import dev.parley.contracts.Fault;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderSettings.ApgSettings;
import dev.parley.contracts.RenderSettings.SamplerSettings;
import dev.parley.contracts.RenderSettings.TeaCacheSettings;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.Lora;
import dev.parley.multitalk.Mode;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.Speech;
import dev.parley.multitalk.TeaCache.Fit;
import dev.parley.multitalk.VideoRequest;
import dev.parley.plan.FrameRate;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import dev.parley.plan.SpeakerBox;
import dev.parley.worker.job.FaultException;
import dev.parley.worker.render.JobInputs;
import java.util.List;
import java.util.Optional;

/** A job's scene in the model's words. The plan decides everything: the model chooses neither size nor length. */
final class RequestMapper {
    static VideoRequest of(JobInputs scene) {
        RenderPlan plan = scene.plan();
        Size picture = new Size(scene.picture().height(), scene.picture().width());
        return new VideoRequest(
                new RgbImage(picture, scene.picture().rgb()),
                plan.settings().prompt(),
                plan.settings().negativePrompt(),
                scene.voices().stream()
                        .map(voice -> heard(voice, plan.chunks().frames()))
                        .toList(),
                boxes(plan.settings().speakers(), picture),
                settings(plan));
    }

    static Settings settings(RenderPlan plan) {
        SamplerSettings sampling = plan.settings().sampling();
        return new Settings(
                Mode.STREAMING, // a clip's plan is one window long
                sampling.steps(),
                sampling.shift(),
                new GuidanceSettings(
                        sampling.textGuidance(),
                        sampling.audioGuidance(),
                        apg(plan.settings().apg())),
                plan.settings().colorCorrection(),
                sampling.seed(),
                plan.chunks().framesPerWindow(),
                plan.chunks().motionFrames(),
                sampling.trimLastWindow(),
                SizeBuckets.just(new Size(plan.height(), plan.width())),
                teaCache(plan));
    }

    private static dev.parley.multitalk.TeaCache teaCache(RenderPlan plan) {
        TeaCacheSettings asked = plan.settings().teaCache();
        if (!asked.enabled()) {
            return null;
        }
        boolean large = plan.settings().size() == RenderRequest.Size.MULTITALK_720;
        var teaCache = new dev.parley.multitalk.TeaCache(asked.threshold(), large ? Fit.P720 : Fit.P480);
        try {
            teaCache.requireUse(plan.settings().sampling().steps());
        } catch (IllegalArgumentException e) {
            throw new FaultException(Fault.BAD_INPUT, e.getMessage(), e);
        }
        return teaCache;
    }

    /** The LoRAs of a plan, in their order. */
    static List<Lora> loras(RenderPlan plan, ModelFolder folder) {
        return plan.settings().loras().stream()
                .map(lora -> new Lora(folder.lora(lora.name()), lora.scale()))
                .toList();
    }

    private static dev.parley.multitalk.Apg apg(ApgSettings asked) {
        return asked.enabled()
                ? new dev.parley.multitalk.Apg(
                        asked.momentum(), asked.normThreshold(), dev.parley.multitalk.Apg.DEFAULT.parallelShare())
                : null;
    }

    /** What is heard of a voice while the video lasts: as loud as speech, silence around it. */
    static Speech heard(JobInputs.Voice voice, int frames) {
        float[] speech =
                Speech.prepare(new float[][] {voice.samples()}, Speech.RATE).samples();
        float[] track = new float[frames * FrameRate.SAMPLES_PER_FRAME];
        int from = Math.min(track.length, (int) Math.round(voice.startSeconds() * Speech.RATE));
        System.arraycopy(speech, 0, track, from, Math.min(speech.length, track.length - from));
        return Speech.ofPrepared(track);
    }

    private static List<SpeakerBox> boxes(List<Speaker> speakers, Size picture) {
        return SpeakerBox.orShares(
                speakers.stream()
                        .map(speaker -> Optional.ofNullable(speaker.box()).map(Box::toSpeakerBox))
                        .toList(),
                picture);
    }

    private RequestMapper() {}
}
