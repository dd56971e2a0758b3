package dev.parley.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.Topics;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;

/** Reads topics, store and calls, and holds them against what was promised. */
final class Checker {
    static final Set<String> ENDS = Set.of("completed", "failed", "rejected", "cancelled");
    private static final String TYPE = "dev.parley.job.";
    private static final String BUCKET = "parley";

    private final Laboratory lab;
    private final Load load;
    private final MinioClient store;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, List<JsonNode>> events = new HashMap<>();

    /**
     * @param wrong what does not hold; empty if all does
     * @param ends how many jobs ended how
     * @param windows that the jobs have
     * @param redone windows that were begun again by another attempt
     */
    record Verdict(List<String> wrong, Map<String, Integer> ends, int windows, Redone redone) {}

    /**
     * Windows that an attempt began although an earlier one had.
     *
     * @param whole which the earlier one had rendered to their end, since it had begun the next
     */
    record Redone(int begun, int whole) {
        Redone plus(Redone other) {
            return new Redone(begun + other.begun, whole + other.whole);
        }

        @Override
        public String toString() {
            return "%d begun again, %d of them whole".formatted(begun, whole);
        }
    }

    Checker(Laboratory lab, Load load) {
        this.lab = lab;
        this.load = load;
        this.store = MinioClient.builder()
                .endpoint(lab.store())
                .region("us-east-1")
                .credentials(Laboratory.ACCESS_KEY, lab.secret())
                .build();
    }

    /** @param undisturbed the frames, by kind of request; of none where they may differ */
    Verdict check(Map<Integer, Frames> undisturbed) throws Exception {
        events.clear();
        readEvents();
        Map<String, byte[]> announced = announced();
        Map<String, String> states = states();
        Set<String> objects = list("");
        Map<String, Integer> ends = new TreeMap<>();
        int windows = 0;
        Redone redone = new Redone(0, 0);
        for (Map.Entry<String, Integer> promise : load.promised().entrySet()) {
            String job = promise.getKey();
            String end = end(job, states);
            ends.merge(end, 1, Integer::sum);
            expect(job, end);
            if (end.equals("completed")) {
                windows += ledger(job, objects, announced);
                video(job, undisturbed.get(promise.getValue()), objects);
            }
            redone = redone.plus(redone(job));
            callback(job, end);
        }
        wrong.addAll(orphans(objects));
        wrong.addAll(load.denials());
        return new Verdict(wrong, ends, windows, redone);
    }

    private void fail(String job, String what, Object... values) {
        wrong.add(job + ": " + what.formatted(values));
    }

    private void readEvents() {
        for (ConsumerRecord<String, byte[]> record : new TopicRecords(lab).read(Topics.EVENTS)) {
            try {
                JsonNode event = Json.mapper().readTree(record.value());
                if (event != null && event.path("type").asText().startsWith(TYPE)) {
                    events.computeIfAbsent(event.path("subject").asText(), job -> new ArrayList<>())
                            .add(event);
                }
            } catch (IOException | IllegalArgumentException poison) {
                // Published by the laboratory.
            }
        }
    }

    /** Pages of the ledger that the topic tells of, by job and index. */
    private Map<String, byte[]> announced() {
        Map<String, byte[]> pages = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : new TopicRecords(lab).read(Topics.CHUNKS)) {
            try {
                JsonNode page = Json.mapper().readTree(record.value());
                pages.put(page.path("jobId").asText() + "/" + page.path("index").asInt(), record.value());
            } catch (IOException | IllegalArgumentException | NullPointerException poison) {
                // Published by the laboratory.
            }
        }
        return pages;
    }

    /** What the compacted topic says last of each job. */
    private Map<String, String> states() throws IOException {
        Map<String, String> states = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : new TopicRecords(lab).read(Topics.JOBS)) {
            if (record.value() != null) {
                states.put(
                        record.key(),
                        Json.mapper().readTree(record.value()).path("status").asText());
            }
        }
        return states;
    }

    /** One end, of which events, state and REST agree. */
    private String end(String job, Map<String, String> states) throws Exception {
        List<String> ended = events.getOrDefault(job, List.of()).stream()
                .map(event -> event.path("type").asText().substring(TYPE.length()))
                .filter(ENDS::contains)
                .toList();
        String state = states.getOrDefault(job, "unknown");
        if (ended.isEmpty()) {
            fail(job, "no event says how it ended; the state is %s", state);
        } else if (!ended.get(0).equals(state)) {
            fail(job, "the first end is %s, the state is %s", ended.get(0), state);
        }
        if (!load.cancelled().contains(job) && new HashSet<>(ended).size() > 1) {
            fail(job, "several ends: %s", ended);
        }
        String told = load.job(job).body().path("status").asText();
        if (!told.equals(state)) {
            fail(job, "REST says %s, the topic %s", told, state);
        }
        return state;
    }

    private void expect(String job, String end) {
        boolean mayBeCancelled = load.cancelled().contains(job);
        if (!end.equals("completed") && !(mayBeCancelled && end.equals("cancelled"))) {
            String why = events.getOrDefault(job, List.of()).stream()
                    .map(event -> event.path("data").path("message").asText())
                    .filter(message -> !message.isEmpty())
                    .collect(Collectors.joining("; "));
            fail(job, "ended %s: %s", end, why);
        }
    }

    /** Every page is there, was announced, and names a segment with the bytes it says. @return how many */
    private int ledger(String job, Set<String> objects, Map<String, byte[]> announced) throws Exception {
        String folder = "jobs/" + job + "/chunks/";
        int frames = 0;
        int count = 0;
        Set<String> segments = new TreeSet<>();
        for (; objects.contains(folder + "%05d.json".formatted(count)); count++) {
            JsonNode page = Json.mapper().readTree(get(folder + "%05d.json".formatted(count)));
            if (page.path("startFrame").asInt() != frames) {
                fail(
                        job,
                        "chunk %d begins with frame %d instead of %d",
                        count,
                        page.path("startFrame").asInt(),
                        frames);
            }
            frames += page.path("frames").asInt();
            String segment = page.path("object").asText();
            segments.add(segment);
            if (!objects.contains(segment)) {
                fail(job, "segment %s is missing", segment);
            } else if (!Sha256.of(get(segment)).equals(page.path("sha256").asText())) {
                fail(job, "segment %s has other bytes than its page says", segment);
            }
            byte[] record = announced.get(job + "/" + count);
            if (record == null) {
                fail(job, "chunk %d was not announced", count);
            } else if (!Json.mapper().readTree(record).path("sha256").equals(page.path("sha256"))) {
                fail(job, "chunk %d is another one on the topic", count);
            }
        }
        int expected = load.job(job).body().path("frames").asInt();
        if (frames != expected) {
            fail(job, "the ledger has %d frames of %d", frames, expected);
        }
        objects.stream()
                .filter(key -> key.startsWith(folder) && !key.endsWith(".json") && !segments.contains(key))
                .forEach(key -> fail(job, "orphan %s", key));
        return count;
    }

    private void video(String job, Frames undisturbed, Set<String> objects) throws Exception {
        if (!objects.contains("videos/" + job + ".mp4")) {
            fail(job, "completed without a video");
            return;
        }
        Path file = load.video(job, Files.createTempFile(lab.folder(), "video", ".mp4"));
        JsonNode said = load.job(job).body().path("video");
        if (!Sha256.of(Files.readAllBytes(file)).equals(said.path("sha256").asText())) {
            fail(job, "the video has other bytes than the job says");
        }
        Frames frames = frames(file);
        if (frames.count != load.job(job).body().path("frames").asInt()) {
            fail(job, "the video has %d frames", frames.count);
        }
        if (undisturbed != null && !frames.equals(undisturbed)) {
            fail(job, "other frames than without disturbances");
        }
        double difference = Math.abs(
                said.path("seconds").asDouble() - said.path("audioSeconds").asDouble());
        if (difference > 1 / 25.0) {
            fail(job, "sound and picture differ by %.3f s", difference);
        }
        Files.delete(file);
    }

    /** @param hash over every decoded picture, in order */
    record Frames(int count, String hash) {}

    static Frames frames(Path video) throws Exception {
        int count = 0;
        MessageDigest digest = Sha256.digest();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(video.toFile())) {
            grabber.start();
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                digest.update((ByteBuffer) frame.image[0].rewind());
                count++;
            }
        }
        return new Frames(count, Sha256.of(digest));
    }

    private void callback(String job, String end) {
        List<CallReceiver.Told> told = lab.receiver().about(job).stream()
                .filter(call -> ENDS.contains(call.status()))
                .toList();
        if (told.stream().noneMatch(call -> call.status().equals(end))) {
            fail(job, "its webhook was not told that it is %s, but %s", end, told);
        }
        if (told.stream().map(CallReceiver.Told::id).distinct().count() > 1) {
            fail(job, "its end was told under several ids: %s", told);
        }
    }

    private Redone redone(String job) {
        // By attempt, in their order: the windows it began.
        SortedMap<Integer, SortedSet<Integer>> attempts = new TreeMap<>();
        for (JsonNode event : events.getOrDefault(job, List.of())) {
            if (event.path("type").asText().equals(TYPE + "progress")) {
                attempts.computeIfAbsent(event.path("data").path("attempt").asInt(), attempt -> new TreeSet<>())
                        .add(event.path("data").path("window").asInt());
            }
        }
        return redone(attempts.values());
    }

    /** @param attempts the windows that each of them began, in their order */
    static Redone redone(Collection<SortedSet<Integer>> attempts) {
        int begun = 0;
        int whole = 0;
        Set<Integer> before = new HashSet<>();
        Set<Integer> rendered = new HashSet<>();
        for (SortedSet<Integer> windows : attempts) {
            for (int window : windows) {
                begun += before.contains(window) ? 1 : 0;
                whole += rendered.contains(window) ? 1 : 0;
            }
            before.addAll(windows);
            rendered.addAll(windows.headSet(windows.last()));
        }
        return new Redone(begun, whole);
    }

    /** What should be gone, or belongs to nobody, as far as the store says now. */
    List<String> orphans() {
        try {
            if (events.isEmpty()) {
                readEvents();
            }
            return orphans(list(""));
        } catch (Exception e) {
            return List.of("the store does not answer: " + e);
        }
    }

    private List<String> orphans(Set<String> objects) {
        List<String> found = new ArrayList<>();
        for (String key : objects) {
            boolean state = key.startsWith("jobs/") && key.contains("/state/");
            boolean unfinished = key.matches(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            String job = key.replaceFirst("^(jobs|videos)/", "").replaceFirst("[/.].*$", "");
            boolean nobodys = key.matches("(jobs|videos)/.*") && !events.containsKey(job);
            if (state || unfinished || nobodys) {
                found.add("orphan " + key);
            }
        }
        return found;
    }

    private Set<String> list(String prefix) throws Exception {
        Set<String> keys = new TreeSet<>();
        for (Result<Item> result : store.listObjects(ListObjectsArgs.builder()
                .bucket(BUCKET)
                .prefix(prefix)
                .recursive(true)
                .build())) {
            keys.add(result.get().objectName());
        }
        return keys;
    }

    private byte[] get(String key) throws Exception {
        try (InputStream in = store.getObject(
                GetObjectArgs.builder().bucket(BUCKET).object(key).build())) {
            return in.readAllBytes();
        }
    }
}
