package dev.parley.ingest.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.http.ConnectionClosedException;
import org.apache.http.HttpEntity;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.NoHttpResponseException;
import org.apache.http.impl.DefaultBHttpClientConnection;
import org.apache.http.util.EntityUtils;

/** Sends bytes and says what is wrong with what comes back. */
final class CallJudge {
    private static final int DUE_MILLIS = 30_000;
    private static final int PERHAPS_MILLIS = 250;
    private static final int BUFFER = 8192;
    private static final int CONTINUE = 100;
    private static final int ERRORS = 500;
    private static final int LATER = 503;
    private static final Set<Integer> WITHOUT_BODY = Set.of(101, 204, 205, 304);
    private static final byte[] HEAD = "HEAD ".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;

    CallJudge(InetSocketAddress server) {
        this.server = server;
    }

    /**
     * What came of a call.
     *
     * @param status 0 if there was no answer
     * @param location of what was made; empty if nothing was
     * @param fault empty if there is none
     */
    record Judged(int status, byte[] body, String location, Optional<String> fault) {
        static Judged of(String fault) {
            return new Judged(0, new byte[0], "", Optional.ofNullable(fault));
        }
    }

    Judged judge(SpoiltCall call) throws IOException {
        try (Socket socket = new Socket();
                DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(BUFFER)) {
            socket.connect(server, DUE_MILLIS);
            socket.setSoTimeout(call.whole() ? DUE_MILLIS : PERHAPS_MILLIS);
            write(socket, call.bytes());
            connection.bind(socket);
            return answer(connection, call);
        }
    }

    /** A server that has seen enough may answer, and close, before all is written. */
    private static void write(Socket socket, byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException closed) {
            // What it answered is read all the same.
        }
    }

    private static Judged answer(DefaultBHttpClientConnection connection, SpoiltCall call) throws IOException {
        try {
            HttpResponse answer = connection.receiveResponseHeader();
            while (answer.getStatusLine().getStatusCode() == CONTINUE) {
                answer = connection.receiveResponseHeader();
            }
            return judged(connection, answer, call);
        } catch (SocketTimeoutException e) {
            return Judged.of(
                    call.whole() ? "no answer in %d s".formatted(TimeUnit.MILLISECONDS.toSeconds(DUE_MILLIS)) : null);
        } catch (NoHttpResponseException e) {
            return Judged.of(call.whole() ? "closed without an answer" : null);
        } catch (ConnectionClosedException | HttpException e) {
            // Who speaks another protocol is answered in its name.
            return Judged.of(call.speaksHttp() ? "malformed answer: " + e : null);
        } catch (IOException reset) {
            // Bytes that nobody read any more make the kernel reset the connection, and drop the answer with it.
            return Judged.of(null);
        }
    }

    private static Judged judged(DefaultBHttpClientConnection connection, HttpResponse answer, SpoiltCall call)
            throws IOException, HttpException {
        int status = answer.getStatusLine().getStatusCode();
        byte[] body = new byte[0];
        if (!WITHOUT_BODY.contains(status) && !startsWith(call.bytes(), HEAD) && !isEvents(answer)) {
            connection.receiveResponseEntity(answer);
            HttpEntity entity = answer.getEntity();
            body = entity == null ? body : EntityUtils.toByteArray(entity);
        }
        boolean ours = status >= ERRORS && !(status == LATER && answer.containsHeader("Retry-After"));
        return new Judged(
                status,
                body,
                answer.containsHeader("Location")
                        ? answer.getFirstHeader("Location").getValue()
                        : "",
                ours
                        ? Optional.of("%d %s".formatted(status, new String(body, StandardCharsets.UTF_8)))
                        : Optional.empty());
    }

    private static boolean isEvents(HttpResponse answer) {
        return answer.containsHeader("Content-Type")
                && answer.getFirstHeader("Content-Type").getValue().startsWith("text/event-stream");
    }

    private static boolean startsWith(byte[] bytes, byte[] beginning) {
        return bytes.length >= beginning.length
                && java.util.Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }
}
