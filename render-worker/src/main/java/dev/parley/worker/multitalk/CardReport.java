package dev.parley.worker.multitalk;

import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.Mode;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.Speech;
import dev.parley.multitalk.VideoRequest;
import dev.parley.multitalk.WindowMemory;
import dev.parley.plan.Defaults;
import dev.parley.plan.FrameRate;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Preset;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import dev.parley.worker.multitalk.FitPolicy.Scales;
import dev.parley.worker.multitalk.FitPolicy.Weight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a model needs of a device at each {@link FitLevel}, and which level a worker takes there: by the worker's own
 * {@link FitPolicy}, for a square picture and the settings of the preset {@code standard}.
 *
 * @param precision of the transformer, as a job's results name it
 * @param vaePrecision of the VAE
 * @param bytes of the device for tensors; null if it is not known
 */
public record CardReport(String precision, String vaePrecision, Long bytes, List<Job> jobs) {
    private static final Size SQUARE = new Size(8, 8);

    /**
     * A kind of job.
     *
     * @param size as requests name it
     * @param needed bytes on the device at each level, with as few blocks there as can be
     * @param level that a worker takes; null if none fits, or the device is not known
     * @param onDevice bytes there at that level; null as {@code level}
     */
    public record Job(String size, String video, int people, Map<String, Long> needed, String level, Long onDevice) {}

    /**
     * Reads headers only.
     *
     * @param options of the worker; how weights are held is what is found out
     * @param there bytes on the device; empty if it is not known
     * @throws IOException if a file is missing or cannot be read
     * @throws dev.parley.multitalk.CheckpointException if a file is not a checkpoint
     */
    public static CardReport of(ModelFiles files, ModelProfile profile, ModelOptions options, OptionalLong there)
            throws IOException {
        Scales scales = new Remembered(files);
        List<Job> jobs = new ArrayList<>();
        for (String size : profile.ownSizes().isPresent() ? SizeBuckets.NAMES.subList(0, 1) : SizeBuckets.NAMES) {
            for (int people = 1; people <= 2; people++) {
                VideoRequest request = request(profile, size, people);
                FitPolicy policy = new FitPolicy(scales, options, request, List.of(), OptionalLong.empty());
                jobs.add(job(policy, size, request, people, there));
            }
        }
        return new CardReport(
                options.precision().dit().name(),
                options.precision().vae().name(),
                there.isPresent() ? there.getAsLong() : null,
                jobs);
    }

    private static Job job(FitPolicy policy, String size, VideoRequest request, int people, OptionalLong there) {
        Map<String, Long> needed = new LinkedHashMap<>();
        for (FitLevel level : FitLevel.values()) {
            needed.put(level.name(), policy.needed(new Placement(level, 0)));
        }
        String video = request.settings().sizes().choose(SQUARE).toString();
        try {
            Placement taken = there.isPresent() ? policy.highest(FitLevel.ALL, there.getAsLong()) : null;
            return new Job(
                    size,
                    video,
                    people,
                    needed,
                    taken == null ? null : taken.level().name(),
                    taken == null ? null : policy.needed(taken));
        } catch (DoesNotFit e) {
            return new Job(size, video, people, needed, null, null);
        }
    }

    private static VideoRequest request(ModelProfile profile, String size, int people) {
        Preset standard = profile.presets().standard();
        Settings settings = new Settings(
                Mode.STREAMING,
                standard.steps(),
                standard.shift(size),
                GuidanceSettings.plain(standard.textGuidance(), standard.audioGuidance()),
                profile.colorCorrection(),
                Defaults.SEED,
                profile.framesPerWindow(),
                profile.motionFrames(),
                true,
                profile.sizes(size),
                null);
        Speech voice = Speech.silence(profile.framesPerWindow() * FrameRate.SAMPLES_PER_FRAME);
        return new VideoRequest(
                new RgbImage(SQUARE, new byte[SQUARE.height() * SQUARE.width() * 3]),
                "",
                "",
                Collections.nCopies(people, voice),
                List.of(),
                settings);
    }

    /** Reads each file's header once for each way to hold the weights, whatever the number of jobs. */
    private static final class Remembered implements Scales {
        private final ModelFiles files;
        private final Map<ModelOptions, ModelSizes> sizes = new HashMap<>();
        private final Map<ModelOptions, WindowMemory> windows = new HashMap<>();

        Remembered(ModelFiles files) {
            this.files = files;
        }

        @Override
        public Weight weigh(ModelOptions options, VideoRequest request) throws IOException {
            if (!sizes.containsKey(options)) {
                sizes.put(options, files.sizes(options));
                windows.put(options, files.windowMemory(options));
            }
            return new Weight(sizes.get(options), windows.get(options).bytes(request));
        }
    }
}
