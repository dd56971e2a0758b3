#!/usr/bin/env bash
# Prometheus 2.42.0 (Debian 12, 2.42.0+ds-5+deb12u1) scraping the Prometheus Java client 1.10.0
#
# Question: a histogram is exposed both ways, native and with classic buckets (the client's default, meant for moving
#   over). What becomes of its classic series when `--enable-feature=native-histograms` is added to the server?
# A guess: nothing: the native one comes beside them, and dashboards can be moved one by one.
# What happens: the flag makes the server ask for protobuf, and of a histogram that has both it keeps the native one
#   only. `_bucket`, `_count` and `_sum` stop at the restart, without a word; rules and panels on them are just empty.
#   A classic-only histogram on the same page keeps all of its series, so it looks as if the program were at fault.
#
# Output seen:
#   without the flag: both_bucket both_count both_sum classic_bucket classic_count classic_sum
#   with the flag: both classic_bucket classic_count classic_sum

. "$(dirname "$0")/fetch.sh"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "needs Linux x86-64"
need curl
debian main/p/prometheus/prometheus_2.42.0+ds-5+deb12u1_amd64.deb \
  81d59a24fce84f7fbe97a45a4f2914b6a5881b5cd1db2a6a0e129e515e1a5f55
for part in core model config exposition-formats exposition-textformats tracer-common tracer-initializer tracer-otel \
  tracer-otel-agent; do
  artifacts+=("io.prometheus:prometheus-metrics-$part:1.10.0")
done
maven "${artifacts[@]}"

cat > Exposed.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

class Exposed {
  public static void main(String[] args) throws IOException {
    Histogram.builder().name("both").classicUpperBounds(1, 2).register().observe(1.5);
    Histogram.builder().name("classic").classicOnly().classicUpperBounds(1, 2).register().observe(1.5);
    ExpositionFormats formats = ExpositionFormats.init();
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metrics", exchange -> {
      ExpositionFormatWriter writer = formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
      exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        writer.write(body, PrometheusRegistry.defaultRegistry.scrape());
      }
    });
    server.start();
    System.out.println(server.getAddress().getPort());
  }
}
JAVA
java -cp "lib/*" Exposed.java > exposed.port 2> exposed.log &
started+=($!)
eventually test -s exposed.port || { cat exposed.log; skip "the exposing program does not start"; }
cat > prometheus.yml <<YAML
global: {scrape_interval: 1s}
scrape_configs:
  - job_name: exposed
    static_configs: [{targets: ["127.0.0.1:$(cat exposed.port)"]}]
YAML

# names FLAG...: the names of the series that Prometheus has after its first scrapes.
names() {
  rm -rf data
  deb/usr/bin/prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address="127.0.0.1:$port" \
    "$@" > prometheus.log 2>&1 &
  local server=$!
  started+=("$server")
  eventually scraped || { tail -5 prometheus.log; skip "Prometheus has scraped nothing on port $port"; }
  grep -oE '"(both|classic)(_bucket|_count|_sum)?"' labels | tr -d '"' | sort -u | xargs
  kill "$server"
  wait "$server" || true
}

scraped() {
  curl -fsS "http://127.0.0.1:$port/api/v1/label/__name__/values" > labels 2> curl.log && grep -q '"classic_sum"' labels
}

port=$((20000 + RANDOM % 10000))
names > without
names --enable-feature=native-histograms > with
echo "without the flag: $(cat without)"
echo "with the flag: $(cat with)"

classic="classic_bucket classic_count classic_sum"
[ "$(cat without)" = "both_bucket both_count both_sum $classic" ] || changed "without the flag"
[ "$(cat with)" = "both $classic" ] || changed "with the flag"
