package dev.parley.ingest.http;

import dev.parley.speech.SpeechVoice;
import dev.parley.speech.Voices;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Who can speak a text. */
@Path("/v1/voices")
@Produces(MediaType.APPLICATION_JSON)
public class VoicesResource {
    private final Voices voices;

    record VoiceList(List<SpeechVoice> voices) {}

    @Inject
    VoicesResource(Voices voices) {
        this.voices = voices;
    }

    @GET
    public VoiceList voices() {
        return new VoiceList(voices.all());
    }
}
