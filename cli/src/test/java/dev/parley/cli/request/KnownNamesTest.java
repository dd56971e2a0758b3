package dev.parley.cli.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownNamesTest {
    @ParameterizedTest
    @CsvSource({
        "--audio-path, --audio",
        "--audio_path, --audio",
        "--image-path, --image",
        "--image_path, --image",
        "--reference_image, --image",
        "--output-path, --output",
        "--save_file, --output",
        "--input_json, --request",
        "--negative_prompt, --negative-prompt",
        "--n_prompt, --negative-prompt",
        "--base_seed, --seed",
        "--sample_steps, --steps",
        "--sample_shift, --shift",
        "--sample_text_guide_scale, --text-guidance",
        "--sample_audio_guide_scale, --audio-guidance",
        "--motion_frame, --motion-frames",
        "--frame_num, --frames-per-window",
        "--use-lora, --preset=fusionx",
        "--use_lora, --preset=fusionx",
        "--lora_dir, --lora",
        "--lora_scale, --lora-scale",
        "--use-quantization, --quantization=int8",
        "--use_quantization, --quantization=int8",
        "--quant, --quantization",
        "--use_teacache, --tea-cache",
        "--use-teacache, --tea-cache",
        "--teacache_thresh, --tea-cache-threshold",
        "--use_apg, --apg",
        "--use-apg, --apg",
        "--apg_momentum, --apg-momentum",
        "--apg_norm_threshold, --apg-norm-threshold",
        "--low_vram, --low-vram",
        "--color_correction_strength, --color-correction",
    })
    void theNamesPeopleKnowMeanTodays(String known, String today) {
        assertThat(KnownNames.toTodays("render", known)).containsExactly("render", today);
    }

    @Test
    void aValueStaysAsItIs() {
        assertThat(KnownNames.toTodays("--sample_steps=8", "--prompt", "a_b", "--audio_path=a_b.wav"))
                .containsExactly("--steps=8", "--prompt", "a_b", "--audio=a_b.wav");
    }

    @Test
    void afterTwoDashesNothingIsAnOption() {
        assertThat(KnownNames.toTodays("--", "--audio_path")).containsExactly("--", "--audio_path");
    }
}
