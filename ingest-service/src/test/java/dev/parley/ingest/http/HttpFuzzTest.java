package dev.parley.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A few of the calls that {@code tools/fuzz/run http} makes by the thousand. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class HttpFuzzTest {
    @Test
    void spoiltCallsAreAnswered() throws Exception {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port);
        assertThat(new HttpFuzz(server, 15).run(0, 200, Duration.ofMinutes(5))).isEmpty();
    }
}
