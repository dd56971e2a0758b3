package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_NATIVE;
import static org.bytedeco.ffmpeg.global.avutil.AV_MATRIX_ENCODING_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_build_matrix2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Makes interleaved floats of sound in any sample format, or at another sample rate. */
final class SampleConverter implements AutoCloseable {
    private static final float[] NONE = {};

    /** What center and surround count for in a mix, as everywhere. */
    private static final double SQRT_HALF = Math.sqrt(0.5);

    /** The most channels swresample knows. */
    private static final int MATRIX_SIDE = 64;

    private final Scope scope = new Scope();
    private final SwrContext converter = scope.own(new SwrContext(null), swresample::swr_free);
    private final PointerPointer<Pointer> input = scope.own(new PointerPointer<>(1), Pointer::close);
    private final PointerPointer<Pointer> output = scope.own(new PointerPointer<>(1), Pointer::close);
    private final int channels;
    private FloatPointer inputSamples = new FloatPointer(0);
    private FloatPointer outputSamples = new FloatPointer(0);

    private SampleConverter(int channels) {
        this.channels = channels;
    }

    /** Converts frames like this one; more than {@code maxChannels} are mixed down. The rate stays. */
    static SampleConverter ofFramesLike(AVFrame frame, int maxChannels) {
        int channels = frame.ch_layout().nb_channels();
        return opened(new SampleConverter(Math.min(channels, maxChannels)), converter -> {
            AVChannelLayout from = converter.layout(channels);
            AVChannelLayout to = channels <= maxChannels ? from : converter.layout(maxChannels);
            if (channels > maxChannels && canBeMixed(frame.ch_layout(), to)) {
                Ffmpeg.require(av_channel_layout_copy(from, frame.ch_layout()), "Cannot copy a channel layout");
            }
            converter.setUp(from, frame.format(), frame.sample_rate(), to, frame.sample_rate());
        });
    }

    /** Files may name any set of loudspeakers, of which nothing comes out in front, or which nobody can mix. */
    private static boolean canBeMixed(AVChannelLayout from, AVChannelLayout to) {
        if (from.order() != AV_CHANNEL_ORDER_NATIVE) {
            return false;
        }
        // Written to the last row and column when the mix is made quieter, however few channels there are.
        double[] matrix = new double[MATRIX_SIDE * MATRIX_SIDE];
        int code = swr_build_matrix2(
                from, to, SQRT_HALF, SQRT_HALF, 0, 1, 1, matrix, MATRIX_SIDE, AV_MATRIX_ENCODING_NONE, null);
        return code >= 0
                && IntStream.range(0, to.nb_channels())
                        .map(row -> row * MATRIX_SIDE)
                        .allMatch(row -> Arrays.stream(matrix, row, row + from.nb_channels())
                                .anyMatch(share -> share != 0));
    }

    /** Converts interleaved floats from one rate to another. */
    static SampleConverter ofRates(int channels, int from, int to) {
        return opened(new SampleConverter(channels), converter -> {
            AVChannelLayout layout = converter.layout(channels);
            converter.setUp(layout, AV_SAMPLE_FMT_FLT, from, layout, to);
        });
    }

    private static SampleConverter opened(SampleConverter converter, Consumer<SampleConverter> how) {
        try {
            how.accept(converter);
            return converter;
        } catch (Throwable e) {
            converter.close();
            throw e;
        }
    }

    private AVChannelLayout layout(int channels) {
        AVChannelLayout layout = scope.own(new AVChannelLayout(), avutil::av_channel_layout_uninit);
        av_channel_layout_default(layout, channels);
        return layout;
    }

    private void setUp(AVChannelLayout from, int format, int fromRate, AVChannelLayout to, int toRate) {
        Ffmpeg.require(
                swr_alloc_set_opts2(converter, to, AV_SAMPLE_FMT_FLT, toRate, from, format, fromRate, 0, null),
                "Cannot set up a sample converter");
        if (fromRate != toRate) {
            // Long enough, and ending where soxr's high quality does, to be within 1e-4 of it: models were trained on
            // sound that soxr had resampled.
            Ffmpeg.require(av_opt_set_int(converter, "filter_size", 128, 0), "Cannot set up a resampler");
            Ffmpeg.require(av_opt_set_double(converter, "cutoff", 0.955, 0), "Cannot set up a resampler");
        }
        // With float samples, swresample by default lets a mix of many channels exceed full scale.
        Ffmpeg.require(av_opt_set_double(converter, "rematrix_maxval", 1, 0), "Cannot set up a mix");
        Ffmpeg.require(swr_init(converter), "Cannot open a sample converter");
    }

    int channels() {
        return channels;
    }

    float[] convert(AVFrame frame) {
        return convert(frame.extended_data(), frame.nb_samples());
    }

    float[] convert(float[] interleaved) {
        if (inputSamples.capacity() < interleaved.length) {
            inputSamples.close();
            inputSamples = new FloatPointer(interleaved.length);
        }
        inputSamples.position(0).put(interleaved);
        input.put(0, inputSamples);
        return convert(input, interleaved.length / channels);
    }

    private float[] convert(PointerPointer<?> from, int frames) {
        int room = Ffmpeg.require(swr_get_out_samples(converter, frames), "Cannot convert samples");
        if (room == 0) {
            return NONE;
        }
        if (outputSamples.capacity() < (long) room * channels) {
            outputSamples.close();
            outputSamples = new FloatPointer((long) room * channels);
        }
        output.put(0, outputSamples);
        int made = Ffmpeg.require(swr_convert(converter, output, room, from, frames), "Cannot convert samples");
        float[] samples = new float[made * channels];
        outputSamples.get(samples);
        return samples;
    }

    @Override
    public void close() {
        inputSamples.close();
        outputSamples.close();
        scope.close();
    }
}
