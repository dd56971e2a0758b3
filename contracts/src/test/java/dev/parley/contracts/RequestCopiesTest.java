package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A copy differs from its original in what was asked for, and in nothing else. */
class RequestCopiesTest {
    private static final RenderRequest REQUEST = Samples.request();

    @Test
    void otherInputsAreAllThatChanges() {
        List<RenderRequest.Speaker> speakers = List.of(Requests.speaker("inputs/other"));
        ObjectNode expected = tree(REQUEST).put("image", "inputs/picture");
        expected.set("speakers", Json.mapper().valueToTree(speakers));
        assertThat(tree(REQUEST.withInputs("inputs/picture", speakers))).isEqualTo(expected);
    }

    @Test
    void otherInputsOfSettingsAreAllThatChanges() {
        RenderSettings settings = Samples.settings();
        List<RenderRequest.Speaker> speakers = List.of(Requests.speaker("inputs/other"));
        ObjectNode expected = tree(settings).put("image", "inputs/picture");
        expected.set("speakers", Json.mapper().valueToTree(speakers));
        assertThat(tree(settings.withInputs("inputs/picture", speakers))).isEqualTo(expected);
    }

    @Test
    void otherInputsOfASpeakerAreAllThatChanges() {
        RenderRequest.Speaker speaker = REQUEST.speakers().get(0);
        ObjectNode expected = tree(speaker).put("audio", "inputs/voice").put("image", "inputs/portrait");
        assertThat(tree(speaker.withInputs("inputs/voice", "inputs/portrait"))).isEqualTo(expected);
    }

    @Test
    void anIdempotencyKeyIsAllThatChanges() {
        assertThat(tree(REQUEST.withIdempotencyKey("order 67")))
                .isEqualTo(tree(REQUEST).put("idempotencyKey", "order 67"));
    }

    @Test
    void aWebhookIsAllThatChanges() {
        RenderRequest.Webhook other = new RenderRequest.Webhook("https://y.example/", null);
        ObjectNode expected = tree(REQUEST);
        expected.set("webhook", Json.mapper().valueToTree(other));
        assertThat(tree(REQUEST.withWebhook(other))).isEqualTo(expected);
    }

    @Test
    void aRequestWithoutSenderLacksIdsAndWebhookOnly() {
        ObjectNode expected = tree(REQUEST);
        expected.remove(List.of("jobId", "idempotencyKey", "webhook"));
        assertThat(tree(REQUEST.withoutSender())).isEqualTo(expected);
    }

    private static ObjectNode tree(Record value) {
        return Json.mapper().valueToTree(value);
    }
}
