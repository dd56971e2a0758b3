package dev.parley.ingest.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequestBuilder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SharedTextsTest {
    @Test
    void equalTextsOfTwoJobsAreOne() throws IOException {
        JobState one = read(States.waiting(
                States.NOON, RenderRequestBuilder.builder().prompt("rain").build()));
        JobState other = read(States.waiting(
                States.NOON, RenderRequestBuilder.builder().prompt("rain").build()));
        assertThat(one.intake().settings().prompt())
                .isEqualTo("rain")
                .isSameAs(other.intake().settings().prompt());
        assertThat(one.intake().settings().negativePrompt())
                .isSameAs(other.intake().settings().negativePrompt());
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        JobState state =
                States.waiting(States.NOON, RenderRequestBuilder.builder().build());
        assertThat(read(state)).isEqualTo(state);
        for (int i = 0; i < 60_000; i++) {
            String text = "\"text %d\"".formatted(i);
            assertThat(SharedTexts.MAPPER.readValue(text, String.class)).isEqualTo("text " + i);
        }
    }

    private static JobState read(JobState state) throws IOException {
        return SharedTexts.MAPPER.readValue(Json.write(state), JobState.class);
    }
}
