package dev.parley.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EnvironmentNamesTest {
    @Test
    void theSourcesNameTheSettingsEverybodyKnows() {
        assertThat(EnvironmentNames.environmentNames())
                .contains(
                        "PARLEY_KAFKA",
                        "PARLEY_S3_ENDPOINT",
                        "PARLEY_S3_PUBLIC_ENDPOINT",
                        "PARLEY_S3_ACCESS_KEY",
                        "PARLEY_TOPICS_REPLICATION",
                        "PARLEY_HTTP_PORT",
                        "PARLEY_WORK_DIR",
                        "PARLEY_WORKER_NAME");
    }

    @Test
    void everyEnvironmentNameInTheOpsFilesIsReadByAServiceOrTheLauncher() {
        Set<String> used = new TreeSet<>(EnvironmentNames.namesIn(Repository.text("docker-compose.yml")));
        used.addAll(EnvironmentNames.namesIn(Repository.text("infra/prometheus/rules.yml")));
        for (String folder : List.of("k8s", "infra/container")) {
            for (Path file : Repository.files(folder, "")) {
                used.addAll(EnvironmentNames.namesIn(Repository.text(file)));
            }
        }
        assertThat(used).isNotEmpty();
        Set<String> read = new TreeSet<>(EnvironmentNames.environmentNames());
        read.addAll(EnvironmentNames.namesIn(Repository.text("parley"))); // the launcher's own
        assertThat(read).containsAll(used);
    }
}
