package dev.parley.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/** A client that announces an object, sends half of it, and hangs. */
final class HalfAPut implements AutoCloseable {
    private static final int HALF = 2 << 20;
    private final Socket socket;

    private final URI target;

    HalfAPut(URI presigned) throws IOException {
        target = presigned;
        socket = new Socket(presigned.getHost(), presigned.getPort());
    }

    void send() throws IOException {
        String head = "PUT %s?%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(target.getRawPath(), target.getRawQuery(), target.getAuthority(), 2 * HALF);
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(US_ASCII));
        out.write(new byte[HALF]);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
