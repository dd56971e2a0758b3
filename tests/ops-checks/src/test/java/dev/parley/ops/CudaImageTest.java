package dev.parley.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image for GPUs brings the libtorch that DJL's native part was made for, and no other. */
class CudaImageTest {
    private static final String DOCKERFILE = Repository.text("infra/container/Dockerfile.cuda");

    private static String found(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(DOCKERFILE);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void libtorchIsPinnedByItsDigestAndOfTheVersionThatTheBuildTests() {
        String version = Repository.setting("pytorch.version");
        assertThat(found("ARG LIBTORCH=(\\S+)"))
                .matches("pytorch/pytorch:\\Q" + version + "\\E-cuda12\\.8-cudnn9-runtime@sha256:[0-9a-f]{64}");
        assertThat(found("PYTORCH_VERSION=(\\S+)")).isEqualTo(version);
        assertThat(found("PYTORCH_FLAVOR=(\\S+)")).isEqualTo("cu128");
        assertThat(found("collect-libtorch.sh /opt/libtorch (\\S+) 12.8")).isEqualTo(version);
        assertThat(found("ARG WORKER=(\\S+)"))
                .isEqualTo("parley/render-worker:" + Repository.setting("parley.version"));
    }
}
