package dev.parley.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Json;
import dev.parley.contracts.Priority;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The REST API of a farm's ingest service. Safe for use by several threads. */
public final class FarmClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** A farm answers when it has fetched the inputs, for which it takes ten minutes at most. */
    private static final Duration SUBMIT = Duration.ofMinutes(11);

    private static final int NOTHING_NEW = 204;
    private static final String NDJSON = "application/x-ndjson";
    private static final Duration UPLOAD = Duration.ofMinutes(30);

    private final FarmAddress address;
    private final URI farm;
    private final HttpClient client;
    private final Optional<String> key;

    /** To be called before anything else in this JVM uses the JDK's HTTP client. */
    public static void allowHostHeader() {
        FarmAddress.allowHostHeader();
    }

    /** @param farm its address, as {@code http://localhost:8080} */
    public FarmClient(URI farm) {
        this(farm, Optional.empty());
    }

    /**
     * @param farm its address, as {@code http://localhost:8080}
     * @param key shown with every call; farms that ask for none do not look
     */
    public FarmClient(URI farm, Optional<String> key) {
        this(new FarmAddress(farm, InetAddress::getByName), key);
    }

    FarmClient(FarmAddress address) {
        this(address, Optional.empty());
    }

    private FarmClient(FarmAddress address, Optional<String> key) {
        this.address = address;
        this.key = key;
        this.farm = address.uri();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                // Java sends a call's headers wherever it is redirected to.
                .followRedirects(key.isPresent() ? HttpClient.Redirect.NEVER : HttpClient.Redirect.NORMAL)
                .build();
    }

    public URI farm() {
        return farm;
    }

    /** Stores a file as an input and returns its name there, {@code inputs/<sha256>}. */
    public String upload(Path file) throws FarmException, InterruptedException, FileNotFoundException {
        HttpRequest request = call("v1/uploads", UPLOAD)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofFile(file))
                .build();
        return json(request).path("input").asText();
    }

    /** What the farm says of a video: its credentials, its watermark, and which job's it is. */
    public JsonNode detect(Path file) throws FarmException, InterruptedException, FileNotFoundException {
        return json(call("v1/detect", UPLOAD)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofFile(file))
                .build());
    }

    /** @param request JSON */
    public JobView submit(String request) throws FarmException, InterruptedException {
        return read(json(post("v1/jobs", request, SUBMIT)), JobView.class);
    }

    /** @param request JSON */
    public DryRun dryRun(String request) throws FarmException, InterruptedException {
        return read(json(post("v1/jobs?dryRun=true", request, SUBMIT)), DryRun.class);
    }

    public JobView job(JobId job) throws FarmException, InterruptedException {
        return read(json(call("v1/jobs/" + job, ANSWER).GET().build()), JobView.class);
    }

    /**
     * Newest first.
     *
     * @param status only these; null for all
     * @param tenant only theirs; null for all
     */
    public List<JobView> jobs(int limit, String status, String tenant) throws FarmException, InterruptedException {
        String query = "v1/jobs?limit=" + limit + parameter("status", status) + parameter("tenant", tenant);
        List<JobView> jobs = new ArrayList<>();
        for (JsonNode job : json(call(query, ANSWER).GET().build()).path("jobs")) {
            jobs.add(read(job, JobView.class));
        }
        return jobs;
    }

    /** Who can speak a text there. */
    public List<VoiceLine> voices() throws FarmException, InterruptedException {
        List<VoiceLine> voices = new ArrayList<>();
        for (JsonNode voice : json(call("v1/voices", ANSWER).GET().build()).path("voices")) {
            voices.add(read(voice, VoiceLine.class));
        }
        return voices;
    }

    public JobView cancel(JobId job) throws FarmException, InterruptedException {
        return read(json(post("v1/jobs/" + job + "/cancel", "", ANSWER)), JobView.class);
    }

    /** Moves a job that waits; the job as it is then. */
    public JobView prioritize(JobId job, Priority priority) throws FarmException, InterruptedException {
        String change = Json.write(Map.of("priority", priority));
        HttpRequest request = call("v1/jobs/" + job, ANSWER)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(change))
                .build();
        return read(json(request), JobView.class);
    }

    /** The farm at a glance: workers, queue, pace, failures. */
    public JsonNode view() throws FarmException, InterruptedException {
        return json(call("v1/farm", ANSWER).GET().build());
    }

    /** Where a job that waits stands; nothing where it is too far behind, or waits no more. */
    public Optional<QueuePlace> place(JobId job) throws FarmException, InterruptedException {
        JsonNode farm = view();
        JsonNode queue = farm.path("queue");
        for (int i = 0; i < queue.size(); i++) {
            if (job.value().equals(queue.get(i).asText())) {
                JsonNode seconds = farm.path("queueStartsInSeconds").path(i);
                return Optional.of(new QueuePlace(i + 1, seconds.isNumber() ? seconds.doubleValue() : null));
            }
        }
        return Optional.empty();
    }

    /** Deletes a job that has ended. */
    public void delete(JobId job) throws FarmException, InterruptedException {
        HttpRequest request = call("v1/jobs/" + job, ANSWER).DELETE().build();
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw ProblemReader.of(name(request), response.statusCode(), response.body());
        }
    }

    /** Asks once more for what a job failed to become; the new job. */
    public JobView retry(JobId job) throws FarmException, InterruptedException {
        return read(json(post("v1/jobs/" + job + "/retry", "", SUBMIT)), JobView.class);
    }

    /**
     * What the farm answers to each of many requests.
     *
     * @param lines a request, as JSON, in each
     * @param key null for none
     */
    public List<JsonNode> submitMany(String lines, String key) throws FarmException, InterruptedException {
        HttpRequest.Builder call = call("v1/jobs", SUBMIT)
                .setHeader("Accept", NDJSON)
                .header("Content-Type", NDJSON)
                .POST(BodyPublishers.ofString(lines));
        HttpRequest request = (key == null ? call : call.header("Idempotency-Key", key)).build();
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw ProblemReader.of(name(request), response.statusCode(), response.body());
        }
        try (MappingIterator<JsonNode> answers =
                Json.mapper().readerFor(JsonNode.class).readValues(response.body())) {
            return answers.readAll();
        } catch (IOException e) {
            throw new FarmAnswerException(farm, JsonNode.class, e.getMessage(), e);
        }
    }

    /** How the calls of the job's webhook went. */
    public JsonNode webhook(JobId job) throws FarmException, InterruptedException {
        return json(call("v1/jobs/" + job + "/webhook", ANSWER).GET().build());
    }

    /** Makes the farm call an ended job's webhook again. */
    public JsonNode redeliver(JobId job) throws FarmException, InterruptedException {
        return json(post("v1/jobs/" + job + "/webhook/redeliver", "", ANSWER));
    }

    /** @param limit at most so many letters of jobs that were given up, the latest first */
    public JsonNode deadLetters(int limit) throws FarmException, InterruptedException {
        return json(call("v1/dead-letters?limit=" + limit, ANSWER).GET().build());
    }

    /** All of a job's dead letter. */
    public JsonNode deadLetter(JobId job) throws FarmException, InterruptedException {
        return json(call("v1/dead-letters/" + job, ANSWER).GET().build());
    }

    /** Asks once more for what a dead letter's job could not become; the new job. */
    public JobView replay(JobId job) throws FarmException, InterruptedException {
        return read(json(post("v1/dead-letters/" + job + "/replay", "", SUBMIT)), JobView.class);
    }

    /** @param receiver JSON: its url and, perhaps, the secret that signs */
    public JsonNode testWebhook(String receiver) throws FarmException, InterruptedException {
        return json(post("v1/webhooks/test", receiver, ANSWER));
    }

    /** Every key of the farm, without the keys themselves. */
    public JsonNode keys() throws FarmException, InterruptedException {
        return json(call("v1/keys", ANSWER).GET().build());
    }

    /** @param wish JSON: name, tenant, scopes, expiresAt */
    public JsonNode createKey(String wish) throws FarmException, InterruptedException {
        return json(post("v1/keys", wish, ANSWER));
    }

    /** A key to take another's place, which counts for some time still. */
    public JsonNode rotateKey(String id, Duration overlap) throws FarmException, InterruptedException {
        String wish = Json.write(Map.of("overlapSeconds", overlap.toSeconds()));
        return json(post("v1/keys/" + segment(id) + "/rotate", wish, ANSWER));
    }

    /** Ends a key at once. */
    public JsonNode revokeKey(String id) throws FarmException, InterruptedException {
        return json(call("v1/keys/" + segment(id), ANSWER).DELETE().build());
    }

    /** What tenants use and may use. */
    public JsonNode usage() throws FarmException, InterruptedException {
        return json(call("v1/usage", ANSWER).GET().build());
    }

    /** @param quota JSON: jobs, videoSeconds, gpuSeconds; what is left out is the farm's */
    public JsonNode setQuota(String tenant, String quota) throws FarmException, InterruptedException {
        return json(call("v1/tenants/" + segment(tenant) + "/quota", ANSWER)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(quota))
                .build());
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * The lines of the job's server-sent events, as they come. To be closed.
     *
     * @param seen sequence of the latest state that is known; 0 for none
     */
    Stream<String> events(JobId job, long seen) throws FarmException, InterruptedException {
        HttpRequest.Builder call = call("v1/jobs/" + job + "/events", ANSWER).setHeader("Accept", "text/event-stream");
        HttpRequest request = (seen == 0 ? call : call.header("Last-Event-ID", Long.toString(seen))).build();
        HttpResponse<Stream<String>> response = send(request, BodyHandlers.ofLines());
        if (response.statusCode() == NOTHING_NEW) {
            response.body().close();
            return Stream.empty();
        }
        if (response.statusCode() != 200) {
            try (Stream<String> lines = response.body()) {
                throw ProblemReader.of(name(request), response.statusCode(), bytes(lines));
            }
        }
        return response.body();
    }

    /** @param data of an event */
    JobView state(String data) throws FarmAnswerException {
        try {
            return Json.mapper().readValue(data, JobView.class);
        } catch (JsonProcessingException e) {
            throw new FarmAnswerException(farm, JobView.class, e.getOriginalMessage(), e);
        }
    }

    private static byte[] bytes(Stream<String> lines) {
        return String.join("\n", lines.toList()).getBytes(StandardCharsets.UTF_8);
    }

    /** The finished video. To be closed. */
    InputStream video(JobId job) throws FarmException, InterruptedException {
        HttpRequest request =
                call("v1/jobs/" + job + "/video?stream=true", ANSWER).GET().build();
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                throw ProblemReader.of(name(request), response.statusCode(), body.readAllBytes());
            } catch (IOException e) {
                throw new FarmUnreachableException(farm, e);
            }
        }
        return response.body();
    }

    private HttpRequest post(String path, String json, Duration patience) throws FarmUnreachableException {
        return call(path, patience)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private HttpRequest.Builder call(String path, Duration patience) throws FarmUnreachableException {
        HttpRequest.Builder call = address.call(path).timeout(patience).header("Accept", "application/json");
        key.ifPresent(shown -> call.header("Authorization", "Bearer " + shown));
        return call;
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private JsonNode json(HttpRequest request) throws FarmException, InterruptedException {
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw ProblemReader.of(name(request), response.statusCode(), response.body());
        }
        try {
            return Json.mapper().readTree(response.body());
        } catch (IOException e) {
            throw new FarmUnreachableException(farm, new IOException("the server there is not a farm", e));
        }
    }

    private <T> T read(JsonNode json, Class<T> type) throws FarmAnswerException {
        try {
            return Json.mapper().treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new FarmAnswerException(farm, type, e.getOriginalMessage(), e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws FarmUnreachableException, InterruptedException {
        HttpResponse<T> response;
        try {
            response = client.send(request, handler);
        } catch (IOException e) {
            throw new FarmUnreachableException(farm, e);
        }
        Optional<String> elsewhere = response.headers().firstValue("Location");
        if (response.statusCode() / 100 == 3 && elsewhere.isPresent()) {
            throw new FarmUnreachableException(
                    farm, new IOException("it redirects to " + elsewhere.get() + ", where the key is not sent"));
        }
        return response;
    }

    private static String name(HttpRequest request) {
        return request.method() + " " + request.uri().getPath();
    }
}
