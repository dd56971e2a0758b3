package dev.parley.bench.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutSizesTest {
    @Test
    void thePublishedSizesHaveThePublishedNumberOfTensorsAndValues() {
        LayoutSizes sizes = LayoutSizes.published();
        TensorTable dit = sizes.dit().tensors();
        assertThat(dit.shapes()).hasSize(1633);
        assertThat(dit.count()).isEqualTo(18_882_046_784L);
        assertThat(dit.shapes().keySet().stream().filter(DitSizes::isAudio)).hasSize(330);
        assertThat(sizes.vae().tensors().count()).isEqualTo(126_892_531L);
        assertThat(sizes.text().tensors().shapes())
                .containsEntry("token_embedding.weight", List.of(256384L, 4096L))
                .containsEntry("blocks.23.ffn.fc1.weight", List.of(10240L, 4096L));
        assertThat(sizes.clip().tensors().shapes())
                .containsEntry("visual.transformer.31.attn.to_qkv.weight", List.of(3840L, 1280L))
                .containsKey("log_scale");
    }

    @Test
    void lorasForTextToVideoLackTheLayersOfAPicture() {
        DitSizes dit = LayoutSizes.published().dit();
        TensorTable textToVideo = new LoraSizes(dit, LoraSizes.RANK, false).tensors();
        assertThat(textToVideo.shapes())
                .containsEntry("diffusion_model.blocks.39.ffn.0.lora_down.weight", List.of(32L, 5120L))
                .containsEntry("diffusion_model.blocks.39.ffn.0.lora_up.weight", List.of(13824L, 32L))
                .containsEntry("diffusion_model.blocks.0.norm3.diff", List.of(5120L))
                .containsEntry("diffusion_model.blocks.0.self_attn.q.diff_b", List.of(5120L));
        assertThat(textToVideo.shapes().keySet())
                .noneMatch(key -> key.contains("img") || key.contains("audio") || key.contains("modulation"));
        assertThat(new LoraSizes(dit, LoraSizes.RANK, true).tensors().shapes())
                .containsKeys(
                        "diffusion_model.blocks.7.cross_attn.k_img.lora_up.weight",
                        "diffusion_model.blocks.7.cross_attn.norm_k_img.diff");
    }

    @Test
    void narrowerModelsHaveTheSameKeys() {
        LayoutSizes published = LayoutSizes.published();
        LayoutSizes narrow = LayoutSizes.scaled(64, 40);
        assertThat(narrow.isPublished()).isFalse();
        assertThat(narrow.dit().tensors().shapes().keySet())
                .isEqualTo(published.dit().tensors().shapes().keySet());
        assertThat(narrow.clip().tensors().shapes().keySet())
                .isEqualTo(published.clip().tensors().shapes().keySet());
        assertThat(narrow.dit().tensors().count()).isLessThan(50_000_000);
    }
}
