package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Sha256;
import dev.parley.ingest.upload.ResumableUploads;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class ResumableUploadsTest {
    private static final String PATH = "/v1/uploads/resumable";
    private static final int PIECE = ResumableUploads.LEAST_PART;
    private static final int UNASSIGNED = 460;

    @Inject
    ObjectStore store;

    @ConfigProperty(name = "parley.work.dir")
    Path scratch;

    /** The reference client, which sends POST for PATCH where the JDK makes it. */
    @Test
    void aPublishedClientGoesOnWhereItBrokeOff() throws Exception {
        byte[] bytes = random(10 * PIECE + 123);
        TusClient client = new TusClient();
        client.setUploadCreationURL(URI.create(url(PATH)).toURL());
        client.enableResuming(new TusURLMemoryStore());
        TusUploader first = client.createUpload(upload(bytes));
        first.setChunkSize(PIECE);
        first.setRequestPayloadSize(2 * PIECE);
        for (int i = 0; i < 4; i++) {
            first.uploadChunk();
        }
        first.finish();

        TusUploader second = client.resumeUpload(upload(bytes));

        assertThat(second.getOffset()).isEqualTo(4L * PIECE);
        second.setChunkSize(PIECE);
        while (second.uploadChunk() > -1) {}
        second.finish();
        String location = second.getUploadURL().getPath();
        given().get(location)
                .then()
                .statusCode(200)
                .body("input", equalTo(ObjectKeys.input(Sha256.of(bytes))))
                .body("bytes", equalTo(bytes.length))
                .body("offset", equalTo(bytes.length));
        assertThat(store.get(ObjectKeys.input(Sha256.of(bytes)))).contains(bytes);
        assertThat(store.list(ObjectKeys.uploadPartsFolder(id(location)))).isEmpty();
    }

    private static TusUpload upload(byte[] bytes) {
        TusUpload upload = new TusUpload();
        upload.setInputStream(new ByteArrayInputStream(bytes));
        upload.setSize(bytes.length);
        upload.setFingerprint(Sha256.of(bytes));
        return upload;
    }

    @Test
    void whatABrokenConnectionBroughtCounts() throws Exception {
        byte[] bytes = random(3 * PIECE);
        String location = begin(bytes.length);
        long others = scratchBytes();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + location
                            + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                            + "Content-Type: application/offset+octet-stream\r\nContent-Length: " + bytes.length
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, 0, 2 * PIECE);
            out.flush();
            // What the server has not read when it hears of the break is lost with the connection.
            await().untilAsserted(() -> assertThat(scratchBytes()).isEqualTo(others + 2 * PIECE));
        }

        await().untilAsserted(() -> assertThat(offset(location)).isEqualTo(2 * PIECE));
        append(location, 2 * PIECE, Arrays.copyOfRange(bytes, 2 * PIECE, bytes.length))
                .then()
                .statusCode(204)
                .header("Upload-Offset", Integer.toString(bytes.length))
                .header("Parley-Input", ObjectKeys.input(Sha256.of(bytes)));
    }

    @Test
    void aFirstPieceMayComeWithTheBeginning() {
        byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);

        piece(bytes)
                .header("Upload-Length", 5)
                .post(PATH)
                .then()
                .statusCode(201)
                .header("Upload-Offset", "5")
                .header("Parley-Input", ObjectKeys.input(Sha256.of(bytes)));
    }

    @Test
    void ofTwoWritersOfAPieceTheFirstWins() {
        byte[] bytes = random(2 * PIECE);
        String location = begin(bytes.length);
        append(location, 0, Arrays.copyOf(bytes, PIECE)).then().statusCode(204);

        append(location, 0, Arrays.copyOf(bytes, PIECE))
                .then()
                .statusCode(409)
                .header("Upload-Offset", Integer.toString(PIECE))
                .body("type", equalTo("urn:parley:problem:wrong-offset"));
    }

    /** The instance that took it may have ended before the upload became an input. */
    @Test
    void whoAsksFinishesAWholeUpload() {
        byte[] bytes = random(100);
        String location = begin(bytes.length);
        store.put(ObjectKeys.uploadPart(id(location), 0), bytes, "application/octet-stream");

        tus().head(location)
                .then()
                .statusCode(200)
                .header("Upload-Length", "100")
                .header("Upload-Offset", "100")
                .header("Upload-Expires", notNullValue())
                .header("Parley-Input", ObjectKeys.input(Sha256.of(bytes)));
    }

    @Test
    void aPieceOfAnotherHashIsRefused() {
        byte[] bytes = random(100);
        String location = begin(bytes.length);

        piece(bytes)
                .header("Upload-Offset", 0)
                .header("Upload-Checksum", "sha256 " + Base64.getEncoder().encodeToString(new byte[32]))
                .patch(location)
                .then()
                .statusCode(UNASSIGNED)
                .body("type", equalTo("urn:parley:problem:checksum-mismatch"));
        assertThat(offset(location)).isZero();
        piece(bytes)
                .header("Upload-Offset", 0)
                .header(
                        "Upload-Checksum",
                        "sha256 "
                                + Base64.getEncoder()
                                        .encodeToString(Sha256.digest().digest(bytes)))
                .patch(location)
                .then()
                .statusCode(204);
    }

    @Test
    void ofOneThatIsRefusedAsItBeginsNothingIsLeft() {
        Set<String> before = Set.copyOf(store.list(ObjectKeys.UPLOADS));

        piece(random(100)).header("Upload-Length", 50).post(PATH).then().statusCode(413);
        piece(random(100))
                .header("Upload-Length", 100)
                .header("Upload-Checksum", "sha256 " + Base64.getEncoder().encodeToString(new byte[32]))
                .post(PATH)
                .then()
                .statusCode(UNASSIGNED);
        assertThat(store.list(ObjectKeys.UPLOADS)).isSubsetOf(before);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        String location = begin(2 * PIECE);

        append(location, 0, random(2 * PIECE + 1)).then().statusCode(413);
        append(location, 0, random(PIECE - 1))
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:parley:problem:too-short"));
        assertThat(offset(location)).isZero();
        tus().header("Upload-Length", 900_000_000L).post(PATH).then().statusCode(413);
        tus().header("Upload-Length", 0).post(PATH).then().statusCode(400);
        tus().header("Upload-Length", "many").post(PATH).then().statusCode(400);
        tus().contentType("text/plain")
                .body("hello")
                .header("Upload-Offset", 0)
                .patch(location)
                .then()
                .statusCode(415);
    }

    @Test
    void anotherVersionOfTheProtocolIsRefused() {
        given().header("Upload-Length", 5)
                .post(PATH)
                .then()
                .statusCode(412)
                .header("Tus-Version", "1.0.0")
                .header("Tus-Resumable", "1.0.0")
                .body("detail", containsString("Tus-Resumable is missing"));
        given().options(PATH)
                .then()
                .statusCode(204)
                .header("Tus-Version", "1.0.0")
                .header("Tus-Extension", containsString("termination"));
    }

    @Test
    void anUploadThatWasGivenUpIsGone() {
        String location = begin(5 * PIECE);
        append(location, 0, random(PIECE)).then().statusCode(204);

        tus().delete(location).then().statusCode(204);

        tus().head(location).then().statusCode(404);
        append(location, PIECE, random(PIECE)).then().statusCode(404);
        assertThat(store.list(ObjectKeys.uploadFolder(id(location)))).isEmpty();
        given().get(PATH + "/nonsense").then().statusCode(404);
    }

    private static String begin(int bytes) {
        String location = tus().header("Upload-Length", bytes)
                .post(PATH)
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        return URI.create(location).getPath();
    }

    private static Response append(String location, int offset, byte[] bytes) {
        return piece(bytes).header("Upload-Offset", offset).patch(location);
    }

    private static RequestSpecification piece(byte[] bytes) {
        return tus().contentType("application/offset+octet-stream").body(bytes);
    }

    private static RequestSpecification tus() {
        return given().header("Tus-Resumable", "1.0.0");
    }

    private static int offset(String location) {
        return Integer.parseInt(tus().head(location).header("Upload-Offset"));
    }

    private long scratchBytes() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.map(Path::toFile).mapToLong(File::length).sum();
        }
    }

    private static UUID id(String location) {
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    private static String url(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        return random;
    }
}
