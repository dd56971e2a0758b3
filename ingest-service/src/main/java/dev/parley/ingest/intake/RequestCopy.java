package dev.parley.ingest.intake;

import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Speaker;
import java.util.List;

/** Copies of requests in which only what says who and where has changed. */
public final class RequestCopy {
    /** The same request with other inputs. */
    public static RenderRequest withInputs(RenderRequest request, String image, List<Speaker> speakers) {
        return copy(request, request.jobId(), request.idempotencyKey(), image, speakers);
    }

    /** The same request with an idempotency key. */
    public static RenderRequest withKey(RenderRequest request, String idempotencyKey) {
        return copy(request, request.jobId(), idempotencyKey, request.image(), request.speakers());
    }

    static RenderRequest copy(
            RenderRequest request, String jobId, String idempotencyKey, String image, List<Speaker> speakers) {
        return new RenderRequest(
                RenderRequest.SCHEMA_VERSION,
                jobId,
                idempotencyKey,
                request.tenant(),
                request.labels(),
                image,
                speakers,
                request.prompt(),
                request.negativePrompt(),
                request.mode(),
                request.size(),
                request.preset(),
                request.sampling(),
                request.loras(),
                request.teaCache(),
                request.apg(),
                request.colorCorrection(),
                request.quantization(),
                request.lowVram(),
                request.lengthLimitSeconds(),
                request.audioMix(),
                request.engine(),
                request.webhook());
    }

    private RequestCopy() {}
}
