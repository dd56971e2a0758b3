package dev.parley.provenance;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the credentials of a video, a picture or a recording say and whether they may be believed.
 *
 * @param problem what is wrong or cannot be checked, in a sentence; null where {@code state} is {@code VALID} or
 *     {@code ABSENT}
 * @param manifest the label of the manifest that counts; this and all below are null unless {@code state} is {@code VALID}
 * @param title of the video
 * @param generator the program that made it, by its own words
 * @param sourceType IPTC digital source type, a URI; null if none is named
 * @param created when it was made, by the signer's word; null if that is not said
 * @param stamped when somebody else saw the signature; null if nobody did
 * @param stampedBy who, by their own words
 * @param details of Parley's own, with byte arrays for hashes; empty in credentials of other programs
 * @param signer whose key it was; whether that is somebody to trust is for the caller to say
 */
public record CredentialReport(
        State state,
        String problem,
        String manifest,
        String title,
        String generator,
        String sourceType,
        Instant created,
        Instant stamped,
        String stampedBy,
        Map<String, Object> details,
        X509Certificate signer) {
    /** What became of the check. */
    public enum State {
        /** Signed, and the video is the one that was signed, byte by byte. */
        VALID,
        /** The video or what is said of it was changed after signing, or is damaged. */
        BROKEN,
        /** There are some, of a kind that is not checked here. */
        UNCHECKED,
        /** There are none. */
        ABSENT
    }

    /** The signer's name, by its own words; null unless {@code state} is {@code VALID}. */
    public String signedBy() {
        return signer == null ? null : signer.getSubjectX500Principal().getName();
    }

    /** A request that makes the video again, as JSON; nothing in credentials of other programs. */
    public Optional<String> request() {
        return details.get("request") instanceof String json ? Optional.of(json) : Optional.empty();
    }

    static CredentialReport without(State state, String problem) {
        return new CredentialReport(state, problem, null, null, null, null, null, null, null, Map.of(), null);
    }
}
