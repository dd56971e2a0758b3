package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import dev.parley.media.Stitcher;
import dev.parley.media.VideoInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The farm that {@code ./parley} brings along: from nothing to a video, and back to nothing. */
@Order(1) // the longest
class ParleyCommandIT {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    /** As from cron or ssh, where there often is no locale: Java by itself would read every letter here as U+FFFD. */
    @Test
    void oneCommandTurnsAPictureAndAVoiceIntoAVideoAlsoWithoutALocale() throws Exception {
        Cli cli = Cli.shell(
                folder,
                Map.of("LC_ALL", "C"),
                """
                cp '%s' 'Grüße 你好.png'
                '%s/parley' render --engine pantomime --image 'Grüße 你好.png' --audio '%s' --prompt 'Grüße 你好' \\
                    --label 'time=ночь' --data 'data größe' -o 'видео.mp4'
                mv 'видео.mp4' out.mp4
                mv 'data größe' data
                grep -rq 'Grüße 你好' data/store
                """
                        .formatted(sample("woman.png"), Distribution.PROJECT, sample("hello.wav")));
        assertThat(cli.exit()).as(cli.output()).isZero();
        VideoInfo info = Stitcher.inspect(folder.resolve("out.mp4"));
        assertThat(info.frames()).isEqualTo(156);
        assertThat(Math.abs(info.videoSeconds() - info.audioSeconds())).isLessThanOrEqualTo(0.04);
        Cli detect = Cli.run(folder, "detect", folder.resolve("out.mp4").toString());
        assertThat(detect.exit()).as(detect.output()).isZero();
        assertThat(detect.output()).contains("credentials  valid", "watermark    found: farm ");
        Path data = folder.resolve("data");
        assertThat(data.resolve("farm.json")).as("what runs").doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(open(data)).as("what others may read").isEmpty();
    }

    /** Folders of the farm's processes that are not their owner's only. */
    private static List<Path> open(Path data) throws IOException {
        List<Path> open = new ArrayList<>();
        for (String name : List.of("broker", "store", "work", "logs")) {
            Path folder = data.resolve(name);
            if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                    .equals("rwx------")) {
                open.add(folder);
            }
        }
        return open;
    }

    @Test
    void interruptionCancelsTheJobAndLeavesNothingBehind() throws Exception {
        Path video = folder.resolve("out.mp4");
        Path data = folder.resolve("data");
        Path voice = Files.write(folder.resolve("long.wav"), Recordings.speechLike(150, 16_000));
        Cli.Started render = Cli.start(
                folder,
                "render",
                "--engine",
                "pantomime",
                "--image",
                sample("woman.png"),
                "--audio",
                voice.toString(),
                "--data",
                data.toString(),
                "-o",
                video.toString());
        await().atMost(LONG).until(() -> render.output().contains("window"));
        List<ProcessHandle> processes = processesOf(data);
        render.interrupt();
        assertThat(render.process().waitFor(60, TimeUnit.SECONDS))
                .as(render.output())
                .isTrue();
        assertThat(render.process().exitValue()).as(render.output()).isEqualTo(130);
        assertThat(video).doesNotExist();
        assertThat(processes).hasSize(5);
        await().atMost(LONG).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aKilledFarmTakesItsProcessesAlongAndGoesOnWhereItStopped() throws Exception {
        Path data = folder.resolve("data");
        Cli.Started farm = Cli.start(folder, "farm", "--data", data.toString(), "--workers", "1");
        try {
            Api api = new Api(url(data, farm.process()));
            String picture = api.upload(Files.readAllBytes(Path.of(sample("woman.png"))));
            String voice = api.upload(Recordings.speechLike(18, 16_000));
            String job = api.accepted(
                    """
                    {"image":"%s","speakers":[{"audio":"%s"}],"prompt":"p","engine":"pantomime"}"""
                            .formatted(picture, voice));
            api.awaitJob(job, LONG, now -> now.path("committedChunks").asInt() >= 2);
            List<ProcessHandle> processes = processesOf(data);
            farm.process().destroyForcibly().waitFor();
            await().atMost(LONG).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
            farm = Cli.start(folder, "farm", "--data", data.toString(), "--workers", "1");
            JsonNode ended = new Api(url(data, farm.process())).awaitEnd(job, LONG);
            assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
            assertThat(ended.at("/video/frames").asInt()).isEqualTo(450);
        } finally {
            farm.process().destroy();
            farm.process().waitFor(60, TimeUnit.SECONDS);
        }
    }

    /** Where the farm of this very launcher can be reached, once it can. */
    private static URI url(Path data, Process launcher) {
        return await().atMost(LONG)
                .ignoreExceptions()
                .until(
                        () -> {
                            JsonNode farm = farmFile(data);
                            boolean own = farm.path("launcher").asLong() == launcher.pid();
                            return own ? farm.path("url").asText(null) : null;
                        },
                        url -> url != null)
                .transform(URI::create);
    }

    private static List<ProcessHandle> processesOf(Path data) throws IOException {
        List<ProcessHandle> processes = new ArrayList<>();
        for (JsonNode process : farmFile(data).path("processes")) {
            ProcessHandle.of(process.path("pid").asLong()).ifPresent(processes::add);
        }
        return processes;
    }

    private static JsonNode farmFile(Path data) throws IOException {
        return Json.mapper().readTree(data.resolve("farm.json").toFile());
    }

    private static String sample(String name) {
        return Distribution.PROJECT.resolve("samples").resolve(name).toString();
    }
}
