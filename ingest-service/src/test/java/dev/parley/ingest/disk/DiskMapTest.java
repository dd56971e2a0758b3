package dev.parley.ingest.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.ingest.disk.DiskMap.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskMapTest {
    private static final JobId JOB = new JobId("ffffffff-0000-8000-8000-0123456789ab");

    @TempDir
    static Path folder;

    private final Disk disk = new Disk(folder);
    private final DiskMap map = disk.map("test");

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void nothingIsLeftInTheFolder() throws IOException {
        map.add(key("a", 1));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysWhatWasThereBefore() {
        assertThat(map.put(key("a", 1), bytes("x"))).isTrue();
        assertThat(map.put(key("a", 1), bytes("y"))).isFalse();
        assertThat(map.get(key("a", 1))).isEqualTo(bytes("y"));
        assertThat(map.remove(key("a", 1))).isTrue();
        assertThat(map.remove(key("a", 1))).isFalse();
        assertThat(map.get(key("a", 1))).isNull();
    }

    @Test
    void aLineHasWhatBeginsAlikeAndNothingElse() {
        for (int i = 0; i < 1_000; i++) {
            map.add(key("a", i));
            map.add(key("aa", i));
            map.add(key("b", i));
        }
        byte[] line = new Key().text("aa").bytes();

        assertThat(keys(map.startingWith(line))).hasSize(1_000).first().isEqualTo(key("aa", 0));
        assertThat(keys(map.startingWith(line, key("aa", 990))))
                .hasSize(10)
                .last()
                .isEqualTo(key("aa", 999));
        assertThat(map.startingWith(new Key().text("ab").bytes())).isExhausted();
    }

    @Test
    void aReaderSeesWhatWasThereWhenItBegan() {
        for (int i = 0; i < 5_000; i++) {
            map.put(key("a", i), new byte[500]);
        }
        Iterator<Entry> reader = map.all();
        for (int i = 0; i < 5_000; i++) {
            map.remove(key("a", i));
            map.put(key("b", i), new byte[500]);
        }

        assertThat(keys(reader)).hasSize(5_000).last().isEqualTo(key("a", 4_999));
        assertThat(map.size()).isEqualTo(5_000);
    }

    @Test
    void timesAndJobsAreOrderedAsTheyAre() {
        Random random = new Random(3);
        List<Instant> times = new ArrayList<>(List.of(Instant.MIN, Instant.EPOCH, Instant.MAX));
        for (int i = 0; i < 500; i++) {
            times.add(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
        }
        List<byte[]> oldest = new ArrayList<>(times.stream()
                .map(time -> new Key().oldest(time).job(JOB).bytes())
                .toList());
        List<byte[]> newest = new ArrayList<>(
                times.stream().map(time -> new Key().newest(time, JOB).bytes()).toList());
        oldest.sort(Arrays::compareUnsigned);
        newest.sort(Arrays::compareUnsigned);

        Collections.sort(times);
        assertThat(oldest).extracting(key -> Key.oldestAt(key, 0)).isEqualTo(times);
        times.sort(Comparator.reverseOrder());
        assertThat(newest).extracting(key -> Key.newestAt(key, 0)).isEqualTo(times);
        assertThat(Key.jobAt(oldest.get(0), Key.TIME_BYTES)).isEqualTo(JOB);
        assertThat(Key.newestJobAt(newest.get(0), Key.TIME_BYTES)).isEqualTo(JOB);
    }

    @Test
    void idsOfOneTimeAreOrderedAsTheirTexts() {
        List<JobId> jobs = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            jobs.add(new JobId(UUID.randomUUID().toString()));
        }
        jobs.sort(Comparator.naturalOrder());

        assertThat(jobs)
                .isSortedAccordingTo(
                        Comparator.comparing(job -> new Key().job(job).bytes(), Arrays::compareUnsigned));
        assertThat(jobs)
                .isSortedAccordingTo(Comparator.comparing(
                                (JobId job) ->
                                        new Key().newest(Instant.EPOCH, job).bytes(),
                                Arrays::compareUnsigned)
                        .reversed());
    }

    private static List<byte[]> keys(Iterator<Entry> entries) {
        List<byte[]> keys = new ArrayList<>();
        entries.forEachRemaining(entry -> keys.add(entry.key()));
        return keys;
    }

    private static byte[] key(String text, int number) {
        return new Key().text(text).number(number).bytes();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
