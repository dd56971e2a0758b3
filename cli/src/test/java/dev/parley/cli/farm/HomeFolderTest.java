package dev.parley.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomeFolderTest {
    private final String javas = System.getProperty("user.home");

    @AfterEach
    void restore() {
        System.setProperty("user.home", javas);
    }

    @Test
    void theEnvironmentComesFirst() {
        assertThat(HomeFolder.of(Map.of("HOME", "/home/me"))).contains(Path.of("/home/me"));
    }

    @Test
    void aQuestionMarkIsNoFolder() {
        System.setProperty("user.home", "?");
        assertThat(HomeFolder.of(Map.of())).isEmpty();
        assertThat(HomeFolder.of(Map.of("HOME", ""))).isEmpty();
    }

    @Test
    void withoutTheEnvironmentJavaKnows() {
        System.setProperty("user.home", "/home/you");
        assertThat(HomeFolder.of(Map.of())).contains(Path.of("/home/you"));
    }
}
