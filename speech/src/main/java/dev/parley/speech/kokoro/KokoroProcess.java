package dev.parley.speech.kokoro;

import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechException.Problem;
import dev.parley.speech.SpokenSentence;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has a program of its own speak, so that its caller needs neither PyTorch nor the memory for it. The program is started
 * with the first sentence, speaks one at a time, is killed when a sentence takes too long, and ends when nothing is
 * asked of it for a while; the next sentence starts another. It also ends with its standard input, that is, with whoever
 * started it.
 */
public final class KokoroProcess implements KokoroVoices.Speaker, AutoCloseable {
    private static final String PROGRAM = "dev.parley.kokoro.KokoroProgram";
    /** Loading the model is part of the first sentence. */
    private static final Duration TIME = Duration.ofMinutes(5);

    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final int GRACE_SECONDS = 5;

    private final List<String> command;
    private final Duration time;
    private final Duration idle;
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(2, KokoroProcess::daemon); // one listens, one watches the clock
    private Child child; // null: not running
    private long lastAnswer;

    private record Child(Process process, DataOutputStream questions, DataInputStream answers) {
        static Child start(List<String> command) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            // PyTorch would tell of every small convolution that NNPACK does not know this CPU.
            builder.environment().putIfAbsent("TORCH_CPP_LOG_LEVEL", "ERROR");
            // Threads that wait by spinning would take the cores of a worker that renders.
            builder.environment().putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
            // New memory for each large tensor in large pages: a long sentence takes less than half the time.
            builder.environment().putIfAbsent("THP_MEM_ALLOC_ENABLE", "1");
            Process process = builder.start();
            return new Child(
                    process,
                    new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
                    new DataInputStream(new BufferedInputStream(process.getInputStream())));
        }
    }

    KokoroProcess(List<String> command, Duration time, Duration idle) {
        this.command = List.copyOf(command);
        this.time = time;
        this.idle = idle;
    }

    /**
     * @param classPath with the module {@code kokoro} and PyTorch
     * @param folder with Kokoro's files
     */
    public static KokoroProcess of(String classPath, Path folder) {
        return new KokoroProcess(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", // what computes is not Java
                        "-Duser.home=" + System.getProperty("user.home"), // where libraries unpack themselves
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        classPath,
                        PROGRAM,
                        folder.toString()),
                TIME,
                IDLE);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "kokoro");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized SpokenSentence speak(String voice, String sentence) throws SpeechException {
        boolean answered = false;
        try {
            if (child == null || !child.process.isAlive()) {
                child = Child.start(command);
            }
            SpokenSentence spoken = heard(threads.submit(() -> exchange(child, voice, sentence)));
            answered = true;
            return spoken;
        } catch (IOException e) {
            throw failed(e.getMessage(), e);
        } catch (SpeechException e) {
            answered = e.problem() != Problem.SYNTHESIZER_FAILED;
            throw e;
        } finally {
            if (answered) {
                lastAnswer = System.nanoTime();
                threads.schedule(this::endIfIdle, idle.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                end();
            }
        }
    }

    private static SpokenSentence exchange(Child child, String voice, String sentence)
            throws IOException, SpeechException {
        SpeechWire.ask(child.questions, new SpeechWire.Question(voice, sentence));
        return SpeechWire.answer(child.answers);
    }

    private SpokenSentence heard(Future<SpokenSentence> answer) throws SpeechException {
        try {
            return answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed("it took more than %d s".formatted(time.toSeconds()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SpeechException refused) {
                throw refused;
            }
            throw failed(ending(), e);
        }
    }

    private String ending() {
        try {
            child.process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS); // for its own code, not that of a kill
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
        return "its program ended with code %d".formatted(child.process.exitValue());
    }

    private static SpeechException failed(String how, Throwable cause) {
        return new SpeechException(
                Problem.SYNTHESIZER_FAILED, "%s failed: %s".formatted(KokoroVoices.NAME, how), cause);
    }

    private synchronized void endIfIdle() {
        if (System.nanoTime() - lastAnswer >= idle.toNanos()) {
            end();
        }
    }

    /** Waits until it is gone. */
    private void end() {
        if (child != null) {
            child.process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public synchronized void close() {
        end();
        threads.shutdownNow();
    }
}
