package dev.parley.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks the farm for videos, stubbornly, and remembers what it was promised. */
final class Load {
    private static final int RATE = 16_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Laboratory lab;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> requests;
    /** By job, in the order in which they were submitted: which of the requests it is. */
    private final Map<String, Integer> promised = Collections.synchronizedMap(new LinkedHashMap<>());

    /** Whose cancellation was asked for. */
    private final List<String> cancelled = new CopyOnWriteArrayList<>();
    /** Answers that know nothing of a job that was promised. */
    private final List<String> denials = new CopyOnWriteArrayList<>();

    record Answer(int status, JsonNode body) {}

    Load(Laboratory lab) {
        this(lab, new ArrayList<>());
    }

    private Load(Laboratory lab, List<String> requests) {
        this.lab = lab;
        this.requests = requests;
    }

    /** The same requests, of which nothing was asked yet. */
    Load anew() {
        return new Load(lab, requests);
    }

    /** Uploads what the requests are made of. @param seconds of the voices */
    void prepare(double seconds) throws IOException, InterruptedException {
        List<String> pictures = new ArrayList<>();
        for (String name : List.of("woman.png", "man.png")) {
            pictures.add(upload(Files.readAllBytes(lab.house().resolve("samples/" + name))));
        }
        for (int i = 0; i < pictures.size(); i++) {
            String voice = upload(voice(seconds + i, 150 + 60 * i));
            requests.add(
                    """
                    {"image":"%s","speakers":[{"audio":"%s"}],"prompt":"a person talks","engine":"pantomime",\
                    "webhook":{"url":"%s"}}"""
                            .formatted(pictures.get(i), voice, lab.receiver().url()));
        }
    }

    int kinds() {
        return requests.size();
    }

    String request(int kind) {
        return requests.get(kind);
    }

    Map<String, Integer> promised() {
        return promised;
    }

    List<String> cancelled() {
        return cancelled;
    }

    List<String> denials() {
        return denials;
    }

    /** A tone that comes and goes like syllables. */
    private static byte[] voice(double seconds, int hertz) {
        int samples = (int) Math.round(seconds * RATE);
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
        wav.putShort((short) 1)
                .putInt(RATE)
                .putInt(2 * RATE)
                .putShort((short) 2)
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            double t = (double) i / RATE;
            wav.putShort(
                    (short) (12_000 * Math.max(0, Math.sin(2 * Math.PI * 3 * t)) * Math.sin(2 * Math.PI * hertz * t)));
        }
        return wav.array();
    }

    private String upload(byte[] bytes) throws IOException, InterruptedException {
        Answer answer = post("ingest-1", "/v1/uploads", "application/octet-stream", bytes, null);
        if (answer.status != 201) {
            throw new IllegalStateException("Upload answered " + answer);
        }
        return answer.body.path("input").asText();
    }

    /** Submits until it is accepted, here or there: the key makes it one job. */
    String submit(int kind, String key) throws InterruptedException {
        String job = submit(requests.get(kind), kind, key);
        promised.put(job, kind);
        return job;
    }

    /**
     * A job that nobody was promised.
     *
     * @param first decides who is asked first
     */
    String submit(String request, int first, String key) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int turn = 0; System.nanoTime() < end; turn++) {
            String ingest = "ingest-" + (1 + (turn + first) % 2);
            try {
                Answer answer =
                        post(ingest, "/v1/jobs", "application/json", request.getBytes(StandardCharsets.UTF_8), key);
                if (answer.status == 201 || answer.status == 200) {
                    return answer.body.path("jobId").asText();
                }
                if (answer.status < 500 && answer.status != 429) {
                    throw new IllegalStateException("A sound request was answered " + answer);
                }
            } catch (IOException away) {
                // The next turn asks the other one.
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("Nobody accepted a request within " + PATIENCE);
    }

    /** Cancels a job; it may end before that, and be canceled although nobody says so. */
    void cancel(String job) throws InterruptedException {
        cancelled.add(job);
        for (String ingest : List.of("ingest-1", "ingest-2")) {
            try {
                if (post(ingest, "/v1/jobs/" + job + "/cancel", "application/json", new byte[0], null).status == 202) {
                    return;
                }
            } catch (IOException away) {
                // The other one may hear it.
            }
        }
    }

    /** Posts without a body until one of the ingests has done it. @return what it answered */
    JsonNode order(String path) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int turn = 0; System.nanoTime() < end; turn++) {
            try {
                Answer answer = post("ingest-" + (1 + turn % 2), path, "application/json", new byte[0], null);
                if (answer.status < 300) {
                    return answer.body;
                }
            } catch (IOException away) {
                // The next turn asks the other one.
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("Nobody did %s within %s".formatted(path, PATIENCE));
    }

    Answer job(String job) throws IOException, InterruptedException {
        IOException last = null;
        for (String ingest : List.of("ingest-1", "ingest-2")) {
            try {
                Answer answer =
                        answer(send(HttpRequest.newBuilder(lab.url(ingest).resolve("/v1/jobs/" + job))));
                if (answer.status == 200) {
                    return answer;
                }
                if (answer.status < 500 && promised.containsKey(job)) {
                    denials.add("%s: %s answered %d".formatted(job, ingest, answer.status));
                }
                last = new IOException("%s answered %d".formatted(ingest, answer.status));
            } catch (IOException away) {
                last = away;
            }
        }
        throw last;
    }

    boolean hasEnded(String job) {
        return Checker.ENDS.contains(field(job, "status"));
    }

    /** What the farm says of a job; empty while no ingest answers. */
    String field(String job, String name) {
        try {
            return job(job).body().path(name).asText();
        } catch (IOException away) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** The finished video. */
    Path video(String job, Path file) throws IOException, InterruptedException {
        HttpResponse<Path> answer = http.send(
                HttpRequest.newBuilder(lab.url("ingest-1").resolve("/v1/jobs/%s/video?stream=true".formatted(job)))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                BodyHandlers.ofFile(file));
        if (answer.statusCode() != 200) {
            throw new IOException("The video of %s answered %d".formatted(job, answer.statusCode()));
        }
        return file;
    }

    private Answer post(String ingest, String path, String type, byte[] body, String key)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(lab.url(ingest).resolve(path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return answer(send(request));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofByteArray());
    }

    private static Answer answer(HttpResponse<byte[]> answer) throws IOException {
        return new Answer(answer.statusCode(), Json.mapper().readTree(answer.body()));
    }
}
