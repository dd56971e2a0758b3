package dev.parley.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the real broker and store. */
class EmbeddedFarmIT {
    private static final URI URL = URI.create("http://127.0.0.1:1");

    private static final Path HOME = Path.of("target", "home").toAbsolutePath();

    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Path data;
    private FarmSpecs programs;

    @BeforeEach
    void programs() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        programs = new FarmSpecs(new FarmLayout(HOME), data, FarmSettings.DEFAULT, ClassArchive.USE);
    }

    @BeforeAll
    static void placePrograms() throws IOException {
        place("broker");
        place("store");
    }

    /** As the distribution does, but with links to the libraries. */
    private static void place(String program) throws IOException {
        Path lib = Files.createDirectories(HOME.resolve("lib").resolve(program));
        Path target =
                Path.of("..", "embedded", program, "target").toAbsolutePath().normalize();
        try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                Path link = lib.resolve(jar.getFileName());
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, jar);
            }
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, program + "-*.jar")) {
            // A copy: java looks for libraries beside the file itself, not beside a link to it.
            Files.copy(jars.iterator().next(), lib.resolve(program + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void itRunsUntilItIsClosedAndKeepsItsPorts() throws Exception {
        Recorder first = new Recorder();
        List<FarmFile.Running> running;
        try (EmbeddedFarm farm = EmbeddedFarm.start(first, data, told::add)) {
            assertThat(farm.url()).isEqualTo(URL);
            FarmFile file = FarmFile.read(data).orElseThrow();
            assertThat(file.url()).isEqualTo(URL);
            running = file.processes();
            assertThat(running).extracting(FarmFile.Running::name).containsExactly("broker", "store");
            assertThat(running).allMatch(process -> process.find().isPresent());
            assertThat(accepts(first.kafkaPort)).isTrue();
            assertThat(accepts(first.storePort)).isTrue();
        }
        assertThat(running).noneMatch(process -> process.find().isPresent());
        assertThat(FarmFile.read(data)).isEmpty();

        Recorder second = new Recorder();
        try (EmbeddedFarm farm = EmbeddedFarm.start(second, data, told::add)) {
            assertThat(farm.url()).isEqualTo(URL);
        }
        assertThat(second.kafkaPort).isEqualTo(first.kafkaPort);
        assertThat(second.storePort).isEqualTo(first.storePort);
        assertThat(told).isEmpty();
    }

    @Test
    void aProcessThatIsKilledComesBackWhereItWas() throws Exception {
        Recorder parts = new Recorder();
        try (EmbeddedFarm farm = EmbeddedFarm.start(parts, data, told::add)) {
            assertThat(farm.url()).isEqualTo(URL);
            FarmFile.Running killed =
                    FarmFile.read(data).orElseThrow().processes().get(1);
            killed.find().orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                FarmFile.Running now =
                        FarmFile.read(data).orElseThrow().processes().get(1);
                assertThat(now.pid()).isNotEqualTo(killed.pid());
                assertThat(accepts(parts.storePort)).isTrue();
            });
        }
        assertThat(told).singleElement().asString().startsWith("The store exited unexpectedly; restarting it");
    }

    @Test
    void whatAKilledLauncherLeftIsEndedFirst() throws Exception {
        ChildProcess left = ChildProcess.start(programs.store());
        left.awaitReady(Duration.ofSeconds(30));
        new FarmFile(URL, 1, List.of(FarmFile.Running.of(left))).write(data);
        try (EmbeddedFarm farm = EmbeddedFarm.start(new Recorder(), data, told::add)) {
            assertThat(farm.url()).isEqualTo(URL);
            assertThat(left.handle().isAlive()).isFalse();
        }
    }

    @Test
    void aServiceThatCannotStartStopsTheRest() throws Exception {
        ProcessSpec broken = new ProcessSpec(
                "broken",
                List.of("/bin/sh", "-c", "echo no such model >&2; exit 7"),
                Map.of(),
                data.resolve("logs").resolve("broken.log"),
                new ProcessSpec.Readiness.Answers(URL.resolve("/q/health/ready")));
        List<FarmFile.Running> running = new CopyOnWriteArrayList<>();
        Recorder parts = new Recorder() {
            @Override
            public List<ProcessSpec> services(int kafkaPort, int storePort) {
                running.addAll(FarmFile.read(data).orElseThrow().processes());
                return List.of(broken);
            }
        };
        assertThatThrownBy(() -> EmbeddedFarm.start(parts, data, told::add))
                .isInstanceOf(FarmStartException.class)
                .hasMessageStartingWith("The broken exited with code 7.")
                .hasMessageContaining("no such model");
        assertThat(running).hasSize(2).noneMatch(process -> process.find().isPresent());
    }

    /** A farm of broker and store alone, that notes where they are. */
    private class Recorder implements FarmParts {
        int kafkaPort;
        int storePort;

        @Override
        public ProcessSpec broker() throws FarmStartException {
            return programs.broker();
        }

        @Override
        public ProcessSpec store() throws FarmStartException {
            return programs.store();
        }

        @Override
        public List<ProcessSpec> services(int kafkaPort, int storePort) {
            this.kafkaPort = kafkaPort;
            this.storePort = storePort;
            return List.of();
        }

        @Override
        public URI url() {
            return URL;
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
