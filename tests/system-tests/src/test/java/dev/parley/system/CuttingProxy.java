package dev.parley.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a client and a farm and cuts one connection: the farm has heard the call, and of its answer the client
 * gets so many bytes.
 */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI farm;
    private final String call;
    private final int bytes;
    private final AtomicBoolean cut = new AtomicBoolean();

    /**
     * @param call what the request to be cut begins with, as {@code POST /v1/jobs}
     * @param bytes of the answer that still come through
     */
    CuttingProxy(URI farm, String call, int bytes) throws IOException {
        this.farm = farm;
        this.call = call;
        this.bytes = bytes;
        start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** Whether it has happened. */
    boolean hasCut() {
        return cut.get();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // One side has left; the other follows.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket server = new Socket(farm.getHost(), farm.getPort());
            AtomicBoolean chosen = new AtomicBoolean();
            start(() -> forward(client, server, chosen));
            start(() -> back(server, client, chosen));
        }
    }

    private void forward(Socket client, Socket server, AtomicBoolean chosen) throws IOException {
        try (client;
                server) {
            byte[] buffer = new byte[1 << 16];
            InputStream in = client.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String head = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                if (head.startsWith(call) && cut.compareAndSet(false, true)) {
                    chosen.set(true);
                }
                server.getOutputStream().write(buffer, 0, read);
            }
        }
    }

    private void back(Socket server, Socket client, AtomicBoolean chosen) throws IOException {
        try (client;
                server) {
            byte[] buffer = new byte[1 << 12];
            int left = bytes;
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int passed = chosen.get() ? Math.min(left, read) : read;
                out.write(buffer, 0, passed);
                if (chosen.get()) {
                    left -= passed;
                    if (left == 0) {
                        return;
                    }
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
