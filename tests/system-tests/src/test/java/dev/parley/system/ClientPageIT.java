package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.media.Stitcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/clients.md, as they stand there, on a farm at another address. */
@ExtendWith(CommonFarm.class)
class ClientPageIT {
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```");

    @TempDir
    Path folder;

    @Test
    void everyCommandOfThePageWorks(Farm farm) throws Exception {
        for (String program : List.of("curl", "jq", "python3", "node")) {
            assumeTrue(SampleProgram.isOnPath(program), program + " is not on the PATH");
        }
        for (String part : List.of("samples", "parley-client", "parley-client-kafka")) {
            Files.createSymbolicLink(folder.resolve(part), Distribution.PROJECT.resolve(part));
        }
        String page = Files.readString(Distribution.PROJECT.resolve("docs/clients.md"));
        String script =
                COMMANDS.matcher(page).results().map(ClientPageIT::block).collect(Collectors.joining("\n"));
        script = replaced(script, "farm=http://127.0.0.1:8080", "farm=" + farm.url());
        script = replaced(script, "kafka=127.0.0.1:9092", "kafka=" + farm.kafka());
        script = replaced(script, "s3=http://127.0.0.1:9001", "s3=http://127.0.0.1:" + farm.storePort());
        script = replaced(script, "~/.parley", folder.toString());
        Files.writeString(
                folder.resolve("credentials.properties"), "s3.access-key=key\ns3.secret-key=secret-of-the-test\n");
        script = replaced(script, "hook=9000", "hook=" + Farm.freePort());
        String head = "set -euxo pipefail\ntrap 'kill $(jobs -p) || true' EXIT\ncd '" + folder + "'\n";
        Path file = Files.writeString(folder.resolve("page.sh"), head + script);
        try (SampleProgram bash = SampleProgram.start(List.of("bash", file.toString()), folder, Map.of())) {
            assertThat(bash.succeeded())
                    .contains("\"status\":\"completed\"", "cancelled", "size: ", "dev.parley.job.completed");
        }
        for (String video : List.of("hello", "java", "kafka", "curl", "python", "node")) {
            assertThat(Stitcher.inspect(folder.resolve(video + ".mp4")).frames())
                    .as(video)
                    .isGreaterThan(100);
        }
    }

    private static String block(MatchResult found) {
        return found.group(1);
    }

    private static String replaced(String script, String text, String other) {
        assertThat(script).contains(text);
        return script.replace(text, other);
    }
}
