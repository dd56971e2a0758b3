package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.WireName;
import dev.parley.kit.admission.Inputs;
import dev.parley.kit.admission.Inputs.MissingInputException;
import dev.parley.kit.admission.Posters;
import dev.parley.media.MediaException;
import dev.parley.media.PictureInfo;
import dev.parley.media.SoundInfo;
import dev.parley.media.Sounds;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/**
 * A look at what was uploaded, before it is asked for: whether it is a picture or a recording, and how large. The bytes
 * themselves are not handed out: a browser might take them for a page of this farm.
 */
@Path("/v1/inputs/{sha256}")
@Blocking
public class InputsResource {
    private static final String FOR_GOOD = "private, max-age=86400, immutable";

    private final Inputs inputs;
    private final Posters posters;

    /** Pixels, upright. */
    record PictureFacts(int width, int height) {}

    record SoundFacts(double seconds, int channels, boolean silent) {}

    @Inject
    InputsResource(Inputs inputs, Posters posters) {
        this.inputs = inputs;
        this.posters = posters;
    }

    @GET
    @Path("/picture.json")
    public PictureFacts picture(@RestPath String sha256) {
        return looked(sha256, key -> {
            PictureInfo info = inputs.picture(key);
            return new PictureFacts(info.width(), info.height());
        });
    }

    @GET
    @Path("/picture.jpg")
    public Response pixels(@RestPath String sha256) {
        byte[] jpeg = looked(sha256, posters::whole);
        return Response.ok(jpeg, "image/jpeg").header("Cache-Control", FOR_GOOD).build();
    }

    @GET
    @Path("/sound.json")
    public SoundFacts sound(@RestPath String sha256) {
        return looked(sha256, key -> {
            SoundInfo info = inputs.sound(key, Sounds.MEAN);
            return new SoundFacts(info.seconds(), info.channels(), info.isSilent());
        });
    }

    private interface Look<T> {
        T at(String key) throws MediaException, MissingInputException;
    }

    private static <T> T looked(String sha256, Look<T> look) {
        String key = "inputs/" + sha256;
        if (!ObjectKeys.isInput(key)) {
            throw missing(key);
        }
        try {
            return look.at(key);
        } catch (MissingInputException e) {
            throw missing(key);
        } catch (MediaException e) {
            String code = WireName.of(e.problem());
            throw InvalidRequestException.of(key, code, e.getMessage());
        }
    }

    private static ProblemException missing(String key) {
        return ProblemException.notFound("no-such-input", "No such input", "There is no " + key + "; upload it first");
    }
}
