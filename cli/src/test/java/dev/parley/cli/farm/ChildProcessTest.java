package dev.parley.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void itsReadyLineTellsThePort() throws Exception {
        ChildProcess child = ChildProcess.start(script("echo hello; echo READY port=4711; cat"));
        assertThat(child.awaitPort(LONG)).isEqualTo(4711);
        child.awaitReady(LONG);
        child.terminate();
        child.awaitEnd(LONG);
        assertThat(child.handle().isAlive()).isFalse();
    }

    @Test
    void itsPortIsKnownBeforeItIsReady() throws Exception {
        ChildProcess child = ChildProcess.start(script("echo OPENING port=4711; cat"));
        assertThat(child.awaitPort(LONG)).isEqualTo(4711);
        assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(50))).isInstanceOf(FarmStartException.class);
        child.awaitEnd(Duration.ZERO);
    }

    @Test
    void allItSaysIsInItsLog() throws Exception {
        ChildProcess child = ChildProcess.start(script("echo READY port=1; echo oops >&2"));
        child.onExit().get(30, TimeUnit.SECONDS);
        await().untilAsserted(
                        () -> assertThat(folder.resolve("child.log")).content().contains("READY port=1", "oops"));
    }

    @Test
    void anEndBeforeItIsReadyShowsTheEndOfItsLog() throws Exception {
        ChildProcess child = ChildProcess.start(script("echo the disk is full >&2; exit 3"));
        assertThatThrownBy(() -> child.awaitReady(LONG))
                .isInstanceOf(FarmStartException.class)
                .hasMessageStartingWith("The child exited with code 3.")
                .hasMessageContaining("the disk is full");
    }

    @Test
    void oneThatNeverGetsReadyIsGivenUp() throws Exception {
        ChildProcess child = ChildProcess.start(script("cat"));
        assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(50)))
                .isInstanceOf(FarmStartException.class)
                .hasMessageStartingWith("The child was not ready after 0 s.");
        child.awaitEnd(Duration.ZERO);
    }

    @Test
    void oneThatWillNotEndIsKilled() throws Exception {
        ChildProcess child = ChildProcess.start(script("trap '' TERM; echo READY port=1; while :; do cat; done"));
        child.awaitReady(LONG);
        child.terminate();
        child.awaitEnd(Duration.ofMillis(50));
        assertThat(child.handle().isAlive()).isFalse();
    }

    @Test
    void ctrlCIsNotForIt() throws Exception {
        ChildProcess child = ChildProcess.start(script("echo READY port=1; cat"));
        child.awaitReady(LONG);
        String status = Files.readString(
                Path.of("/proc/%d/status".formatted(child.handle().pid())));
        String ignored = status.lines()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        long sigInt = 1L << (2 - 1);
        assertThat(Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & sigInt)
                .isEqualTo(sigInt);
        child.terminate();
        child.awaitEnd(LONG);
    }

    private ProcessSpec script(String script) {
        return new ProcessSpec(
                "child",
                List.of("/bin/sh", "-c", script),
                Map.of(),
                folder.resolve("child.log"),
                new ProcessSpec.Readiness.Says());
    }
}
