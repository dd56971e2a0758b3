package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.parley.contracts.JobId;
import dev.parley.ingest.HttpRequests;
import dev.parley.kit.mark.FarmMark;
import dev.parley.kit.mark.WatermarkConfig;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Picture;
import dev.parley.testkit.FarmResource;
import dev.parley.watermark.FrameMarker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no video, or says nothing that can be believed; what a farm's videos say is tried with a whole farm. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class DetectTest {
    private static final byte[] TYPE = box("ftyp", "isom0000".getBytes(StandardCharsets.US_ASCII));

    private static final int SIDE = 256;
    private static final int FRAMES = 10;

    @Inject
    WatermarkConfig watermark;

    @Inject
    ObjectStore store;

    @Test
    void aVideoWithoutCredentialsHasNone() {
        detect(TYPE)
                .statusCode(200)
                .body("credentials.state", equalTo("absent"))
                .body(not(containsString("job")));
    }

    @Test
    void theFarmNamesTheJobWhoseMarkAVideoHas(@TempDir Path folder) throws Exception {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        Path video = folder.resolve("video.mp4");
        FrameMarker marker = new FrameMarker(
                SIDE, SIDE, watermark.pattern(), FarmMark.of(watermark, store).payload(job));
        byte[] gray = new byte[SIDE * SIDE * 3];
        Arrays.fill(gray, (byte) 128);
        try (ChunkEncoder encoder = new ChunkEncoder(video, SIDE, SIDE, 0, FRAMES, ChunkEncoder.bestEncoder())) {
            for (int i = 0; i < FRAMES; i++) {
                encoder.add(new Picture(SIDE, SIDE, marker.mark(gray)));
            }
            encoder.finish();
        }
        detect(Files.readAllBytes(video))
                .statusCode(200)
                .body("watermark.state", equalTo("found"))
                .body("watermark.marks.job", equalTo(List.of(job.value())))
                .body("credentials.state", equalTo("absent"));
    }

    @Test
    void whatIsNoVideoHasNoneAndHearsWhy() {
        detect("a letter".getBytes(StandardCharsets.US_ASCII))
                .statusCode(200)
                .body("credentials.state", equalTo("absent"))
                .body("watermark.state", equalTo("unchecked"))
                .body("credentials.problem", containsString("no MP4"));
    }

    @Test
    void credentialsThatAreNoneAreBroken() {
        byte[] c2pa = ByteBuffer.allocate(64)
                .putLong(0xd8fec3d61b0e483cL)
                .putLong(0x92975828877ec481L)
                .array();
        byte[] video = ByteBuffer.allocate(TYPE.length + 72)
                .put(TYPE)
                .put(box("uuid", c2pa))
                .array();
        detect(video)
                .statusCode(200)
                .body("credentials.state", equalTo("broken"))
                .body("credentials.problem", containsString("manifest"));
    }

    @Test
    void nothingAtAllIsRefused() {
        detect(new byte[0]).statusCode(422).body("violations.code", equalTo(List.of("missing")));
    }

    @Test
    void whatSaysThatItIsTooLongIsNotRead() {
        int status = RawHttp.status("POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\n");
        assertThat(status).isEqualTo(413);
    }

    @Test
    void bodiesThatDoNotArriveKeepNobodyFromACheck() throws Exception {
        try (Socket one = halfSent();
                Socket other = halfSent()) {
            for (int i = 0; i < 5; i++) {
                detect(TYPE).statusCode(200);
            }
            assertThat(one.isConnected() && other.isConnected()).isTrue();
        }
    }

    private static Socket halfSent() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.getOutputStream()
                .write("POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static ValidatableResponse detect(byte[] body) {
        return given().contentType("video/mp4").body(body).post("/v1/detect").then();
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }
}
