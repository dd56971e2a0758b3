package dev.parley.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection's way through the laboratory, which can be slow, hold everything back, or break. */
final class Link implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean held;
    private volatile int delayMillis;

    /** @param target a port of this machine */
    Link(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start("link-" + target, this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Nothing passes, in either direction, and nobody is told: a partition. */
    void hold() {
        held = true;
    }

    void slow(int millis) {
        delayMillis = millis;
    }

    void heal() {
        held = false;
        delayMillis = 0;
    }

    /** Breaks every connection; new ones can be made. */
    void cut() {
        open.forEach(Link::close);
        open.clear();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // One side has left; the other follows.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            try {
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                start("link-out", () -> copy(client, server));
                start("link-in", () -> copy(server, client));
            } catch (IOException away) {
                close(client);
            }
        }
    }

    private void copy(Socket from, Socket to) throws IOException, InterruptedException {
        try (from;
                to) {
            byte[] buffer = new byte[1 << 16];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                while (held) {
                    Thread.sleep(20);
                }
                if (delayMillis > 0) {
                    Thread.sleep(delayMillis);
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
