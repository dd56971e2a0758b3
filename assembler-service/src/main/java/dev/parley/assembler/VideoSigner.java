package dev.parley.assembler;

import dev.parley.contracts.Fault;
import dev.parley.contracts.ObjectKeys;
import dev.parley.provenance.CredentialWriter;
import dev.parley.provenance.OwnCertificate;
import dev.parley.provenance.SigningIdentity;
import dev.parley.provenance.Statement;
import dev.parley.provenance.TimeStampServer;
import dev.parley.provenance.UnreadableCredentialsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Signs videos with the configured certificate. Where none is configured, with one that the farm made itself, once, and
 * keeps in the store, so that every assembler signs alike.
 */
@ApplicationScoped
class VideoSigner {
    private static final Logger LOG = Logger.getLogger(VideoSigner.class);
    private static final String ORGANIZATION = "Parley farm";

    private final SigningConfig config;
    private final RetryingStore store;
    private final Clock clock;
    private volatile Signing signing;

    private record Signing(SigningIdentity identity, CredentialWriter writer) {}

    @Inject
    VideoSigner(SigningConfig config, RetryingStore store, Clock clock) {
        this.config = config;
        this.store = store;
        this.clock = clock;
    }

    /**
     * A wrong setting, or a damaged certificate of the farm's own, shows at start, not with the first video. A store that
     * is not up yet is waited for.
     */
    void onStart(@Observes StartupEvent event) {
        SigningIdentity identity = signing().identity();
        LOG.infof("videos are signed  by=%s", identity.chain().get(0).getSubjectX500Principal());
        warnIfInvalid(identity);
    }

    private Optional<SigningIdentity> configured() {
        if (config.certificate().isEmpty() && config.key().isEmpty()) {
            return Optional.empty();
        }
        Path certificate = config.certificate().orElseThrow(VideoSigner::oneOfTwo);
        Path key = config.key().orElseThrow(VideoSigner::oneOfTwo);
        try {
            return Optional.of(SigningIdentity.ofPem(Files.readString(certificate), Files.readString(key)));
        } catch (IOException | UnreadableCredentialsException e) {
            throw new IllegalStateException(
                    "Cannot sign with PARLEY_CREDENTIALS_CERTIFICATE (%s) and PARLEY_CREDENTIALS_KEY (%s): %s"
                            .formatted(certificate, key, e instanceof IOException ? e.toString() : e.getMessage()),
                    e);
        }
    }

    private static IllegalStateException oneOfTwo() {
        return new IllegalStateException(
                "PARLEY_CREDENTIALS_CERTIFICATE and PARLEY_CREDENTIALS_KEY belong together: set both or neither");
    }

    /** @throws UnavailableException if the video cannot be written, or the store gives no usable certificate now */
    void sign(Statement statement, Path unsigned, Path signed) {
        Signing now = signing();
        warnIfInvalid(now.identity());
        try {
            now.writer()
                    .write(unsigned, signed, statement)
                    .ifPresent(problem -> LOG.warnf(
                            "video signed without a time stamp  job=%s server=%s reason=%s",
                            statement.id(), config.timeStampServer().orElse(null), problem));
        } catch (IOException e) {
            throw new UnavailableException("Cannot sign %s: %s".formatted(statement.title(), e), e);
        } catch (UnreadableCredentialsException e) {
            throw new UnassemblableException(
                    Fault.INTERNAL, "Cannot sign %s: %s".formatted(statement.title(), e.getMessage()), e);
        }
    }

    /** Such a video is better than none: it is shown, and only validators complain. */
    private void warnIfInvalid(SigningIdentity identity) {
        identity.invalidAt(clock.instant())
                .ifPresent(why -> LOG.errorf("validators will call signatures invalid  reason=%s", why));
    }

    private Signing signing() {
        Signing known = signing;
        if (known == null) {
            SigningIdentity identity = configured().orElseGet(this::own);
            known = new Signing(identity, new CredentialWriter(identity, stamps()));
            signing = known;
        }
        return known;
    }

    private TimeStampServer stamps() {
        return config.timeStampServer().map(TimeStampServer::new).orElse(null);
    }

    /** What is wrong with it is no job's fault: they wait until somebody has seen to it. */
    private SigningIdentity own() {
        try {
            String pem = store.kept(ObjectKeys.CREDENTIALS, () -> {
                LOG.infof(
                        "certificate made, no PARLEY_CREDENTIALS_CERTIFICATE is set  object=%s",
                        ObjectKeys.CREDENTIALS);
                return OwnCertificate.pem(ORGANIZATION, clock.instant());
            });
            return SigningIdentity.ofPem(pem, pem);
        } catch (UnreadableCredentialsException | UnassemblableException e) {
            throw new UnavailableException(
                    "Cannot sign with the farm's own certificate: %s in the store: %s. Deleted, it is made anew"
                            .formatted(ObjectKeys.CREDENTIALS, e.getMessage()),
                    e);
        }
    }
}
