package dev.parley.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/** A file and an address that nobody has to open; whoever does so all the same is noticed. */
final class FuzzCanaries implements AutoCloseable {
    private static final int PORT = 7777;
    private static final int HOSTS = 254;
    private static final String FILE = "canary";

    private final Path pipe;
    private final ServerSocket server;

    /** @param folder in which scripts that are read there find the file */
    FuzzCanaries(Path folder, Consumer<String> found) throws IOException, InterruptedException {
        pipe = folder.resolve(FILE);
        Files.deleteIfExists(pipe);
        if (new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException("Cannot make the named pipe " + pipe);
        }
        server = listening();
        watch(this::awaitReader, found, "a file was opened");
        watch(() -> server.accept().close(), found, "a connection was opened");
    }

    /** On the same address each time, unless another run has it, so that the same seed makes the same files. */
    private static ServerSocket listening() throws IOException {
        BindException taken = null;
        for (int host = 1; host <= HOSTS; host++) {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress("127.77.77." + host, PORT));
                return socket;
            } catch (BindException e) {
                socket.close();
                taken = e;
            }
        }
        throw taken;
    }

    /** What scripts ask for. */
    List<String> names() {
        return List.of("file:" + FILE, "http://%s:%d/a.wav".formatted(address().getHostAddress(), PORT));
    }

    Path file() {
        return pipe;
    }

    InetAddress address() {
        return server.getInetAddress();
    }

    int port() {
        return server.getLocalPort();
    }

    private interface Waiting {
        void await() throws IOException;
    }

    private void watch(Waiting waiting, Consumer<String> found, String what) {
        Thread watch = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try {
                            waiting.await();
                            found.accept(what);
                        } catch (IOException e) {
                            if (!server.isClosed()) {
                                throw new UncheckedIOException(e);
                            }
                        }
                    }
                },
                "fuzz-canary");
        watch.setDaemon(true);
        watch.start();
    }

    /** Opening a pipe for writing waits for somebody who opens it for reading. */
    private void awaitReader() throws IOException {
        FileChannel.open(pipe, StandardOpenOption.WRITE).close();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
