package dev.parley.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.JobViews;
import dev.parley.contracts.JobId;
import dev.parley.contracts.WebUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class FarmAddressTest {
    @Test
    void aFarmWhoseHostHasAnUnderscoreIsCalledAndToldItsName() throws Exception {
        try (FakeFarm farm = new FakeFarm()) {
            farm.states.add(JobViews.json("running", 1, ""));
            String host = "my_farm:" + farm.url().getPort();

            new FarmClient(address("http://" + host, InetAddress.getLoopbackAddress())).job(new JobId(JobViews.ID));

            assertThat(farm.calls).containsExactly("GET /v1/jobs/" + JobViews.ID);
            assertThat(farm.hosts).containsExactly(host);
        }
    }

    @Test
    void pathAndPortStay() throws Exception {
        URI called = address("http://my_farm:81/below", InetAddress.getByName("::1"))
                .call("v1/jobs?limit=1")
                .build()
                .uri();

        assertThat(called).hasToString("http://[0:0:0:0:0:0:0:1]:81/below/v1/jobs?limit=1");
    }

    @Test
    void anyOtherIsCalledByItsName() throws Exception {
        assertThat(address("http://b\u00fccher.example", null)
                        .call("v1/jobs")
                        .build()
                        .uri())
                .hasToString("http://xn--bcher-kva.example/v1/jobs");
    }

    @Test
    void aNameThatLeadsNowhereIsAFarmThatDoesNotAnswer() {
        FarmAddress address = new FarmAddress(URI.create("http://my_farm"), host -> {
            throw new UnknownHostException(host);
        });

        assertThatThrownBy(() -> address.call("v1/jobs")).isInstanceOf(FarmUnreachableException.class);
    }

    @Test
    void noCertificateCanBeCheckedForIt() {
        assertThatThrownBy(() -> address("https://my_farm", null).call("v1/jobs"))
                .isInstanceOf(FarmUnreachableException.class)
                .hasRootCauseInstanceOf(IOException.class);
    }

    private static FarmAddress address(String url, InetAddress found) {
        return new FarmAddress(WebUrl.parse(url).uri(), host -> found);
    }
}
