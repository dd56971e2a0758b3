package dev.parley.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.parley.provenance.CredentialReport.State;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a server of time stamps in this process. */
class TimeStampServerTest {
    private static final Instant TIME = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static final int TOKEN_AND_SOME_FILLING = 1700;

    @TempDir
    Path folder;

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private TimeStampTokenGenerator stamps;
    private SigningIdentity signer;
    private Optional<String> problem;

    @BeforeEach
    void start() throws Exception {
        String pem = OwnCertificate.pem("A test", Instant.now());
        signer = SigningIdentity.ofPem(pem, pem);
        stamps = stamps();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/stalls", call -> {
            call.sendResponseHeaders(200, 100);
            call.getResponseBody().write(1);
            call.getResponseBody().flush();
            await(over);
            call.close();
        });
        server.createContext("/long", call -> {
            call.sendResponseHeaders(200, 0);
            call.getResponseBody().write(new byte[1 << 20]);
            call.close();
        });
        server.createContext("/", call -> {
            byte[] answer = answer(
                    call.getRequestBody().readAllBytes(), call.getRequestURI().getPath());
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private static TimeStampTokenGenerator stamps() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=A clock");
        JcaContentSignerBuilder signing = new JcaContentSignerBuilder("SHA256withRSA");
        X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(TIME.minusSeconds(3600)),
                        Date.from(TIME.plusSeconds(3600)),
                        name,
                        keys.getPublic())
                .addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))
                .build(signing.build(keys.getPrivate()));
        var digests = new JcaDigestCalculatorProviderBuilder().build();
        TimeStampTokenGenerator made = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withRSA", keys.getPrivate(), certificate),
                digests.get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(TSPAlgorithms.SHA256)),
                new ASN1ObjectIdentifier("1.2.3.4"));
        made.addCertificates(new CollectionStore<>(List.of(certificate)));
        return made;
    }

    private byte[] answer(byte[] asked, String path) throws IOException {
        if (path.equals("/nonsense")) {
            return "no stamp".getBytes(StandardCharsets.US_ASCII);
        }
        try {
            return new TimeStampResponseGenerator(stamps, TSPAlgorithms.ALLOWED)
                    .generate(new TimeStampRequest(asked), BigInteger.TWO, Date.from(TIME))
                    .getEncoded();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path signed(String path) throws Exception {
        return signed(path, Duration.ofSeconds(10));
    }

    private Path signed(String path, Duration patience) throws Exception {
        URI address =
                URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
        Path in = Files.write(folder.resolve("in.mp4"), SmallVideo.bytes());
        Path out = folder.resolve("out.mp4");
        problem = new CredentialWriter(signer, new TimeStampServer(address, patience))
                .write(in, out, SmallVideo.statement());
        return out;
    }

    @Test
    void aSignatureHasTheTimeOfSomebodyElse() throws Exception {
        CredentialReport report = CredentialReader.read(signed("/"));
        assertThat(problem).isEmpty();
        assertThat(report.state()).as(report.problem()).isEqualTo(State.VALID);
        assertThat(report.stamped()).isEqualTo(TIME);
        assertThat(report.stampedBy()).contains("A clock");
    }

    @Test
    void aVideoIsSignedWithoutWhereTheServerTalksNonsense() throws Exception {
        CredentialReport report = CredentialReader.read(signed("/nonsense"));
        assertThat(problem).isPresent();
        assertThat(report.state()).as(report.problem()).isEqualTo(State.VALID);
        assertThat(report.stamped()).isNull();
    }

    @Test
    @Timeout(60)
    void aVideoIsSignedWithoutWhereTheServerStallsInItsAnswer() throws Exception {
        CredentialReport report = CredentialReader.read(signed("/stalls", Duration.ofMillis(500)));
        assertThat(problem).hasValueSatisfying(why -> assertThat(why).contains("no whole answer within 500 ms"));
        assertThat(report.state()).as(report.problem()).isEqualTo(State.VALID);
        assertThat(report.stamped()).isNull();
    }

    @Test
    void aVideoIsSignedWithoutWhereTheAnswerIsLong() throws Exception {
        CredentialReport report = CredentialReader.read(signed("/long"));
        assertThat(problem).hasValueSatisfying(why -> assertThat(why).contains("more than 65536 bytes"));
        assertThat(report.state()).as(report.problem()).isEqualTo(State.VALID);
    }

    @Test
    void aVideoIsSignedWithoutWhereTheServerIsAway() throws Exception {
        server.stop(0);
        CredentialReport report = CredentialReader.read(signed("/"));
        assertThat(problem).isPresent();
        assertThat(report.state()).as(report.problem()).isEqualTo(State.VALID);
    }

    /** A few bytes of its wrapping say nothing that anybody reads; with those changed all is as before. */
    @Test
    void aChangedStampIsFoundOrSaysTheSame() throws Exception {
        Path video = signed("/");
        CredentialReport before = CredentialReader.read(video);
        byte[] bytes = Files.readAllBytes(video);
        int from = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(TimeStamp.HEADER);
        for (int i = from; i < from + TOKEN_AND_SOME_FILLING; i += 7) {
            byte[] changed = bytes.clone();
            changed[i] ^= 4;
            CredentialReport after = CredentialReader.read(Files.write(folder.resolve("changed.mp4"), changed));
            if (after.state() == State.VALID) {
                assertThat(after).as("byte %d", i).isEqualTo(before);
            }
        }
        // In the hash that is stamped.
        byte[] forged = bytes.clone();
        forged[from + 120] ^= 1;
        assertThat(CredentialReader.read(Files.write(folder.resolve("forged.mp4"), forged))
                        .state())
                .isEqualTo(State.BROKEN);
    }
}
