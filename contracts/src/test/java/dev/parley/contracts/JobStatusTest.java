package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JobStatusTest {
    @Test
    void isALowerCaseWordInJson() {
        assertThat(Json.write(JobStatus.RUNNING)).isEqualTo("\"running\"");
        assertThat(Json.read("\"running\"", JobStatus.class)).isEqualTo(JobStatus.RUNNING);
        assertThatThrownBy(() -> Json.read("\"RUNNING\"", JobStatus.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RUNNING");
    }

    @Test
    void onlyTheLastFourAreTerminal() {
        assertThat(JobStatus.values())
                .filteredOn(JobStatus::terminal)
                .containsExactly(JobStatus.COMPLETED, JobStatus.REJECTED, JobStatus.FAILED, JobStatus.CANCELLED);
    }

    @Test
    void isFoundByItsWord() {
        assertThat(JobStatus.parse("cancelled")).contains(JobStatus.CANCELLED);
        assertThat(JobStatus.parse("gone")).isEmpty();
        assertThat(JobStatus.parse(null)).isEmpty();
    }
}
