package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.hub.FakeHub;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    private static final byte[] WEIGHTS = "weights ".repeat(1000).getBytes(UTF_8);
    private static final String CATALOG =
            """
            {"bundles": [{"name": "tiny", "folder": "tiny-model", "description": "a small one", "needs": [],
              "sources": [{"repository": "someone/model", "revision": "refs/pr/1", "license": null,
                "files": [{"path": "config.json", "to": "config.json"}, {"path": "*.safetensors", "to": "sub/"}]}]}]}
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakeHub hub;

    @BeforeEach
    void aHub() throws IOException {
        hub = new FakeHub()
                .with("someone/model", "config.json", "{}".getBytes(UTF_8))
                .with("someone/model", "a.safetensors", WEIGHTS);
        Files.writeString(folder.resolve("catalog.json"), CATALOG);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private int run(String command, String... more) {
        List<String> args = new ArrayList<>(List.of("models", command));
        args.addAll(List.of(
                "--models",
                folder.resolve("models").toString(),
                "--catalog",
                folder.resolve("catalog.json").toString()));
        args.addAll(List.of(more));
        return Main.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false),
                new Interruption(),
                args.toArray(String[]::new));
    }

    private Path weights() {
        return folder.resolve("models/tiny-model/sub/a.safetensors");
    }

    @Test
    void pullBringsAModelAndVerifyFindsItRight() {
        assertThat(run("pull", "--hub", hub.url().toString(), "tiny"))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);
        assertThat(weights()).hasBinaryContent(WEIGHTS);
        assertThat(out.toString()).contains("8.0 KB in 2 files: " + folder.resolve("models/tiny-model"));
        assertThat(run("verify")).isEqualTo(ExitCode.OK);
        assertThat(run("list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("tiny-model is right: 2 files", "complete: tiny");
    }

    @Test
    void aPlanPrintsFilesSizesLicensesAndSourcesAndDownloadsNothing() {
        assertThat(run("pull", "--hub", hub.url().toString(), "--plan", "all")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("tiny: a small one")
                .contains("someone/model, refs/pr/1, commit 01234567, license mit")
                .containsPattern("8.0 KB +missing +tiny-model/sub/a.safetensors")
                .contains("8.0 KB in 2 files, 8.0 KB to fetch");
        assertThat(folder.resolve("models")).doesNotExist();
    }

    @Test
    void verifyNamesWhatHasChangedAndPullMendsIt() throws IOException {
        run("pull", "--hub", hub.url().toString(), "tiny");
        byte[] rotten = WEIGHTS.clone();
        rotten[4000]++;
        var modified = Files.getLastModifiedTime(weights());
        Files.write(weights(), rotten);
        Files.setLastModifiedTime(weights(), modified); // only its hash tells
        Files.delete(folder.resolve("models/tiny-model/config.json"));
        assertThat(run("verify", "tiny")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .containsPattern("changed  \\S+a.safetensors, expected 8000 bytes, sha256:")
                .containsPattern("missing  \\S+config.json");
        assertThat(run("pull", "--hub", hub.url().toString(), "tiny")).isEqualTo(ExitCode.OK);
        assertThat(weights()).hasBinaryContent(WEIGHTS);
        assertThat(run("verify", "tiny")).isEqualTo(ExitCode.OK);
    }

    @Test
    void whatCannotBeHadIsSaidWithAnExitCodeForScripts() {
        assertThat(run("pull", "--hub", hub.url().toString(), "huge")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("parley: There is no model huge; there are tiny and all");
        hub.token = "hf_other";
        assertThat(run("pull", "--hub", hub.url().toString(), "tiny")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("401 (GatedRepo)");
        assertThat(run("pull", "--hub", "ftp://x", "tiny")).isEqualTo(ExitCode.INVALID);
        assertThat(run("verify", "nothing")).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void gcDeletesWhatABrokenPullLeft() throws IOException {
        run("pull", "--hub", hub.url().toString(), "tiny");
        Path left = Files.writeString(folder.resolve("models/tiny-model/.pull/0011223344556677.part"), "half");
        assertThat(run("gc")).isEqualTo(ExitCode.OK);
        assertThat(left).doesNotExist();
        assertThat(weights()).exists();
        assertThat(err.toString()).contains("1 files deleted");
    }

    @Test
    void parleysOwnListIsWellFormed() {
        assertThat(dev.parley.hub.ModelCatalog.published().names())
                .containsExactly("480p", "fusionx", "lightx2v", "kokoro", "int8");
    }
}
