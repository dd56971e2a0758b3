package dev.parley.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A pull in a process of its own: all {@code .bin} of {@link #REPOSITORY} into {@code model/files}; prints its notes. */
final class PullProgram {
    static final String REPOSITORY = "someone/model";
    static final int PIECE = 50_000;
    static final int CONNECTIONS = 3;

    private PullProgram() {}

    /** @param args the hub's address and the folder of models */
    public static void main(String[] args) throws Exception {
        HubSettings settings = new HubSettings(
                URI.create(args[0]),
                Optional.empty(),
                Optional.empty(),
                false,
                CONNECTIONS,
                PIECE,
                Duration.ofSeconds(20),
                new RetryPolicy(10, Duration.ofMillis(5), Duration.ofMillis(100)));
        ModelBundle.WantedFile all = new ModelBundle.WantedFile("*.bin", "files/", null, null);
        ModelBundle.HubSource source = new ModelBundle.HubSource(REPOSITORY, "main", "mit", List.of(all));
        ModelCatalog catalog =
                new ModelCatalog(List.of(new ModelBundle("it", "model", "", List.of(), List.of(source))));
        ModelPull pull = new ModelPull(catalog, settings, Path.of(args[1]), new PullListener() {
            @Override
            public void note(String what) {
                System.out.println(what);
            }
        });
        pull.run(pull.plan(List.of("it"), false));
    }

    static Process start(FakeHub hub, Path models, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PullProgram.class.getName(),
                        hub.url().toString(),
                        models.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
