package dev.parley.ingest.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A call as it goes over the wire.
 *
 * @param chunked whether the body goes in chunks; otherwise its length is said
 */
record WireCall(String method, String target, List<String> headers, byte[] body, boolean chunked) {
    private static final int CHUNK = 1000;

    WireCall {
        headers = List.copyOf(headers);
    }

    static WireCall get(String target, String... headers) {
        return new WireCall("GET", target, List.of(headers), new byte[0], false);
    }

    static WireCall of(String method, String target, byte[] body, String... headers) {
        return new WireCall(method, target, List.of(headers), body, false);
    }

    static WireCall json(String method, String target, String json) {
        return of(method, target, json.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json");
    }

    /** A part of a form. */
    record Part(String head, byte[] content) {}

    static WireCall form(String target, Part... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Part part : parts) {
            body.writeBytes(latin("--part\r\nContent-Disposition: form-data; " + part.head + "\r\n\r\n"));
            body.writeBytes(part.content);
            body.writeBytes(latin("\r\n"));
        }
        body.writeBytes(latin("--part--\r\n"));
        return of("POST", target, body.toByteArray(), "Content-Type: multipart/form-data; boundary=part");
    }

    WireCall withTarget(String other) {
        return new WireCall(method, other, headers, body, chunked);
    }

    WireCall withHeaders(List<String> others) {
        return new WireCall(method, target, others, body, chunked);
    }

    WireCall withHeader(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return withHeaders(more);
    }

    WireCall withBody(byte[] other) {
        return new WireCall(method, target, headers, other, chunked);
    }

    WireCall inChunks() {
        return new WireCall(method, target, headers, body, true);
    }

    byte[] bytes() {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(latin("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, target)));
        headers.forEach(header -> wire.writeBytes(latin(header + "\r\n")));
        wire.writeBytes(
                latin(chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + body.length + "\r\n\r\n"));
        if (!chunked) {
            wire.writeBytes(body);
            return wire.toByteArray();
        }
        for (int at = 0; at < body.length; at += CHUNK) {
            int length = Math.min(CHUNK, body.length - at);
            wire.writeBytes(latin(Integer.toHexString(length) + "\r\n"));
            wire.write(body, at, length);
            wire.writeBytes(latin("\r\n"));
        }
        wire.writeBytes(latin("0\r\n\r\n"));
        return wire.toByteArray();
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
