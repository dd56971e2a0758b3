package dev.parley.cli.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownNamesTest {
    private static final Set<String> OPTIONS = Set.of(
            "--audio",
            "--steps",
            "--negative-prompt",
            "--lora-scale",
            "--low-vram",
            "--apg-momentum",
            "--apg-norm-threshold");

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
        assertThat(today("render", known)).containsExactly("render", today);
    }

    private static List<String> today(String... typed) {
        return KnownNames.toTodays(OPTIONS, typed).args();
    }

    @Test
    void aValueStaysAsItIs() {
        assertThat(today("--sample_steps=8", "--prompt", "a_b", "--audio_path=a_b.wav"))
                .containsExactly("--steps=8", "--prompt", "a_b", "--audio=a_b.wav");
    }

    @Test
    void afterTwoDashesNothingIsAnOption() {
        assertThat(today("--", "--audio_path")).containsExactly("--", "--audio_path");
    }

    @ParameterizedTest
    @CsvSource({
        "--use-lora fusionx,                     --preset=fusionx",
        "--use_lora=lightx2v,                    --preset=lightx2v",
        "--use-lora true,                        --preset=fusionx",
        "--use-lora smile.safetensors,           --lora=smile.safetensors",
        "--use-quantization fp8,                 --quantization=fp8",
        "--use_quantization true,                --quantization=int8",
        "--num_persistent_param_in_dit 0,        --low-vram",
        "--num_persistent_param_in_dit=7000000,  --low-vram",
        "--save_file long_exp,                   --output=long_exp.mp4",
        "--save_file a.MP4,                      --output=a.MP4",
        "--base_seed 7,                          --seed=7",
        "--lora_dir w/quant_model_int8_FusionX.safetensors, --preset=fusionx",
    })
    void aValueIsTakenWithItsName(String typed, String today) {
        assertThat(today(typed.split(" "))).containsExactly(today);
    }

    @Test
    void listsAreTakenApart() {
        assertThat(today("--lora_dir", "a.safetensors", "b.safetensors", "--lora_scale", "1.2", "0.5", "--quiet"))
                .containsExactly(
                        "--lora=a.safetensors",
                        "--lora=b.safetensors",
                        "--lora-scale=1.2",
                        "--lora-scale=0.5",
                        "--quiet");
    }

    @Test
    void anOffSwitchSaysNothing() {
        assertThat(today("--use-lora", "false", "--use_quantization=False")).isEmpty();
    }

    @Test
    void aNegativeSeedIsAnyAsTheReferenceHasIt() {
        assertThat(today("--base_seed", "-1")).singleElement().asString().matches("--seed=\\d{1,8}");
    }

    @Test
    void whatTheFarmDecidesIsTakenAndNamed() {
        TodaysNames words = KnownNames.toTodays(
                OPTIONS,
                ("--task multitalk-14B --ckpt_dir w/Wan --wav2vec_dir=w/ear --quant_dir q --audio_mode localfile --t5_cpu"
                                + " --offload_model False --ulysses_size 1 --ring_size 1 --t5_fsdp --dit_fsdp"
                                + " --audio_save_dir s --steps 8")
                        .split(" "));
        assertThat(words.args()).containsExactly("--steps", "8");
        assertThat(words.unused())
                .containsExactly(
                        "--task",
                        "--ckpt_dir",
                        "--wav2vec_dir",
                        "--quant_dir",
                        "--audio_mode",
                        "--t5_cpu",
                        "--offload_model",
                        "--ulysses_size",
                        "--ring_size",
                        "--t5_fsdp",
                        "--dit_fsdp",
                        "--audio_save_dir");
    }

    @Test
    void anOptionNobodyKnowsStaysAsItWasTyped() {
        assertThat(today("--no_such_thing")).containsExactly("--no_such_thing");
    }

    @Test
    void messagesNameWhatWasTyped() {
        TodaysNames words = KnownNames.toTodays(OPTIONS, "--sample_steps", "x", "--audio_path=a.wav");
        assertThat(words.asTyped("'--steps': x; --audio #1; --audio-mix"))
                .isEqualTo("'--sample_steps': x; --audio_path #1; --audio-mix");
    }
}
