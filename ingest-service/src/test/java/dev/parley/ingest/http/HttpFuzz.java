package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.ingest.SampleFiles;
import dev.parley.ingest.http.CallJudge.Judged;
import dev.parley.ingest.http.WireCall.Part;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * For {@code tools/fuzz/run http}: calls that no decent client would make. Each has to get a proper answer below 500
 * (or 503 and when to come again), and the service is to be afterwards what it was before.
 */
final class HttpFuzz {
    private static final int THREADS = 4;
    private static final int MOST_FINDINGS = 20;
    private static final int WARM_UP = 20;
    private static final Duration REST = Duration.ofSeconds(20);

    private final CallJudge judge;
    private final long seed;
    private final List<WireCall> calls;
    private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
    private final Set<String> announced = ConcurrentHashMap.newKeySet();
    private final List<String> findings = Collections.synchronizedList(new ArrayList<>());

    HttpFuzz(InetSocketAddress server, long seed) throws IOException {
        this.judge = new CallJudge(server);
        this.seed = seed;
        this.calls = calls(upload(SampleFiles.picture(320, 240)), upload(SampleFiles.voice(0.5)));
    }

    /** Arguments: the farm's address, the service's process, a folder (see {@link ServiceTraces}), the seed, seconds, and optionally the only call. */
    public static void main(String[] args) throws Exception {
        URI url = URI.create(args[0]);
        HttpFuzz fuzz = new HttpFuzz(new InetSocketAddress(url.getHost(), url.getPort()), Long.parseLong(args[3]));
        if (args.length > 5) {
            long only = Long.parseLong(args[5]);
            System.out.println(new String(fuzz.call(only).bytes(), StandardCharsets.ISO_8859_1));
            fuzz.run(only, only + 1, Duration.ofMinutes(1));
        } else {
            fuzz.measured(Long.parseLong(args[1]), Path.of(args[2]), Duration.ofSeconds(Long.parseLong(args[4])));
        }
        System.out.println(
                "http, seed %d: answers %s; %d findings".formatted(fuzz.seed, fuzz.statuses, fuzz.findings.size()));
        System.exit(fuzz.findings.isEmpty() ? 0 : 1);
    }

    private void measured(long pid, Path farm, Duration time) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            for (WireCall call : calls) {
                sent(-1, new SpoiltCall(call.bytes(), true));
            }
        }
        ServiceTraces before = ServiceTraces.of(pid, farm);
        run(0, Long.MAX_VALUE, time);
        Thread.sleep(REST.toMillis()); // connections and files that are still to be closed
        ServiceTraces after = ServiceTraces.of(pid, farm);
        System.out.println("before " + before + "\nafter  " + after);
        long unanswered = statuses.getOrDefault(0, new AtomicLong()).get();
        after.faults(before, announced, unanswered).forEach(this::found);
    }

    /** Sends calls until they or the time end. */
    List<String> run(long first, long end, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        AtomicLong next = new AtomicLong(first);
        List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                    for (long i = next.getAndIncrement();
                            i < end && System.nanoTime() < deadline && findings.size() < MOST_FINDINGS;
                            i = next.getAndIncrement()) {
                        sent(i, call(i));
                    }
                }))
                .limit(THREADS)
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(findings);
    }

    private SpoiltCall call(long number) {
        Random random = new Random(seed * 0x9E37_79B9_7F4A_7C15L + number);
        return SpoiltCall.of(calls.get(random.nextInt(calls.size())), calls, random);
    }

    private void sent(long number, SpoiltCall call) {
        try {
            Judged judged = judge.judge(call);
            statuses.computeIfAbsent(judged.status(), status -> new AtomicLong())
                    .incrementAndGet();
            announced.add(judged.location().replaceFirst(".*/", ""));
            judged.fault().ifPresent(fault -> found("call %d: %s".formatted(number, fault)));
        } catch (IOException e) {
            found("call %d: not connected: %s".formatted(number, e));
        }
    }

    private void found(String what) {
        findings.add(what);
        System.out.println("FOUND seed %d %s".formatted(seed, what));
    }

    private String upload(byte[] file) throws IOException {
        Judged judged = judge.judge(
                new SpoiltCall(WireCall.of("POST", "/v1/uploads", file).bytes(), true));
        return new ObjectMapper().readTree(judged.body()).path("input").asText();
    }

    /** What decent clients send, of all kinds that bring bytes. */
    private static List<WireCall> calls(String picture, String voice) {
        byte[] image = SampleFiles.picture(96, 72);
        byte[] sound = SampleFiles.voice(0.3);
        String request = "{\"image\": \"%s\", \"speakers\": [{\"audio\": \"%s\","
                + " \"box\": {\"x\": 1, \"y\": 1, \"width\": 200, \"height\": 200}}], \"prompt\": \"Somebody talks.\","
                + " \"engine\": \"pantomime\", \"preset\": \"draft\", \"seed\": 7, \"labels\": {\"a\": \"b\"}}";
        String named = request.formatted(picture, voice);
        String inForm = request.formatted("part:face", "part:voice");
        String inline = request.formatted(data("image/png", image), data("audio/wav", sound));
        String spoken = "{\"image\": \"%s\", \"speakers\": [{\"text\": \"Good morning.\"}]}".formatted(picture);
        String tus = "Tus-Resumable: 1.0.0";
        byte[] piece = Arrays.copyOf(sound, 500);
        return List.of(
                WireCall.json("POST", "/v1/jobs?dryRun=true&strict=true", named),
                WireCall.json("POST", "/v1/jobs?dryRun=true", inline),
                WireCall.json("POST", "/v1/jobs?dryRun=true", spoken),
                WireCall.json("POST", "/v1/jobs", named).withHeader("Idempotency-Key: the-only-one"),
                WireCall.form(
                        "/v1/jobs?dryRun=true",
                        new Part("name=\"request\"", inForm.getBytes(StandardCharsets.UTF_8)),
                        new Part("name=\"face\"; filename=\"face.png\"\r\nContent-Type: image/png", image),
                        new Part("name=\"voice\"; filename=\"voice.wav\"\r\nContent-Type: audio/wav", sound)),
                WireCall.of(
                        "POST",
                        "/v1/jobs",
                        (named.replace(": 7", ": 8") + "\n" + "{}\n").getBytes(StandardCharsets.UTF_8),
                        "Content-Type: application/x-ndjson",
                        "Idempotency-Key: lines"),
                WireCall.of("POST", "/v1/uploads", image, "Content-Type: image/png"),
                WireCall.form("/v1/uploads", new Part("name=\"file\"; filename=\"face.png\"", image)),
                WireCall.of("POST", "/v1/uploads/resumable", new byte[0], tus, "Upload-Length: " + sound.length),
                WireCall.of(
                        "POST",
                        "/v1/uploads/resumable",
                        sound,
                        tus,
                        "Upload-Length: " + sound.length,
                        "Content-Type: application/offset+octet-stream"),
                WireCall.of(
                        "PATCH",
                        "/v1/uploads/resumable/00000000-0000-0000-0000-000000000000",
                        piece,
                        tus,
                        "Upload-Offset: 0",
                        "Content-Type: application/offset+octet-stream"),
                WireCall.of("POST", "/v1/detect", sound, "Content-Type: video/mp4"),
                WireCall.json("POST", "/v1/speech", "{\"text\": \"Hello.\", \"voice\": \"en-us-male\"}"),
                WireCall.json("PATCH", "/v1/jobs/a", "{\"priority\": \"high\"}"),
                WireCall.get("/v1/jobs?limit=5&status=queued&text=a&label=a:b"),
                WireCall.get("/v1/jobs/a/video?download=true", "Range: bytes=0-9"),
                WireCall.get("/v1/jobs/a/events", "Last-Event-ID: 1"),
                WireCall.get("/v1/" + picture + "/picture.json", "If-None-Match: \"a\""),
                WireCall.get("/v1/" + picture + "/picture.jpg"),
                WireCall.get("/v1/usage", "Accept: application/json"),
                WireCall.get("/", "Accept-Language: de", "Accept-Encoding: gzip"));
    }

    private static String data(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
