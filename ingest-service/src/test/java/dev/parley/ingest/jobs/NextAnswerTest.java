package dev.parley.ingest.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NextAnswerTest {
    private final List<CompletableFuture<String>> asked = new ArrayList<>();
    private final NextAnswer<String> question = new NextAnswer<>(() -> {
        asked.add(new CompletableFuture<>());
        return asked.get(asked.size() - 1);
    });

    @Test
    void whoComesWhileItIsAskedSharesTheNextAnswer() {
        CompletableFuture<String> first = question.ask();
        List<CompletableFuture<String>> later = List.of(question.ask(), question.ask(), question.ask());
        assertThat(asked).hasSize(1);

        asked.get(0).complete("old");
        assertThat(first).isCompletedWithValue("old");
        assertThat(later).noneMatch(CompletableFuture::isDone);
        assertThat(asked).hasSize(2);
        CompletableFuture<String> last = question.ask();
        assertThat(asked).hasSize(2);

        asked.get(1).complete("new");
        assertThat(later).allSatisfy(answer -> assertThat(answer).isCompletedWithValue("new"));
        assertThat(last).isNotDone();
        asked.get(2).complete("newest");
        assertThat(last).isCompletedWithValue("newest");
        assertThat(asked).as("nobody wants to know more").hasSize(3);
    }

    @Test
    void aFailureIsOfThoseWhoSharedItOnly() {
        CompletableFuture<String> first = question.ask();
        CompletableFuture<String> second = question.ask();

        asked.get(0).completeExceptionally(new IllegalStateException("away"));
        asked.get(1).complete("back");

        assertThatThrownBy(first::join).hasRootCauseMessage("away");
        assertThat(second).isCompletedWithValue("back");
    }

    @Test
    void aQuestionThatCannotBeAskedIsAskedAgain() {
        List<RuntimeException> failures = new ArrayList<>(List.of(new IllegalStateException("closed")));
        NextAnswer<String> failing = new NextAnswer<>(() -> {
            if (!failures.isEmpty()) {
                throw failures.remove(0);
            }
            return CompletableFuture.completedFuture("open");
        });

        assertThatThrownBy(() -> failing.ask().join()).hasRootCauseMessage("closed");
        assertThat(failing.ask()).isCompletedWithValue("open");
    }

    @Test
    void whoGivesUpTakesTheAnswerFromNobody() {
        question.ask();
        CompletableFuture<String> impatient = question.ask();
        CompletableFuture<String> patient = question.ask();

        impatient.cancel(false);
        asked.get(0).complete("old");
        asked.get(1).complete("new");

        assertThat(patient).isCompletedWithValue("new");
    }
}
