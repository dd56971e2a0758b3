#!/usr/bin/env bash
# OpenJDK 17.0.15, java.net.http.HttpClient
#
# Question: A server answers in HTTP/1.0 and says nothing of Connection, as Python's http.server does by default. Does the
#   JDK's client make its next call on the same connection?
# A guess: no. RFC 9112, 9.3: such a connection ends with the answer, unless the answer says keep-alive.
# What happens: it keeps the connection for the next call. A server that then closes it, as it should, wins or loses a
#   race: if the client has not seen the close yet, the call fails with "HTTP/1.1 header parser received no bytes", which
#   looks like a fault of the server, and a POST is not repeated. On a quick machine one in thirty calls in a row is lost
#   against http.server. The server here closes nothing, so that it does not depend on the race: it sees the second call
#   on the first connection.
#
# Output seen:
#   answers in HTTP/1.0: 2 calls on 1 connection
#   answers in HTTP/1.0 with Connection: close: 2 calls on 2 connections

. "$(dirname "$0")/fetch.sh"
need java
java -version 2>&1 | grep -q 'version "17\.' || skip "needs Java 17"

cat > Calls.java <<'JAVA'
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each call in HTTP/1.0 with the header given, and leaves closing to the caller. */
class Calls {
  public static void main(String[] args) throws Exception {
    String header = args[0];
    AtomicInteger connections = new AtomicInteger();
    ServerSocket server = new ServerSocket(0);
    Thread accepting = new Thread(() -> accept(server, header, connections));
    accepting.setDaemon(true);
    accepting.start();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    for (int call = 0; call < 2; call++) {
      client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
    }
    System.out.println(connections.get());
    System.exit(0);
  }

  private static void accept(ServerSocket server, String header, AtomicInteger connections) {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread serving = new Thread(() -> serve(socket, header));
        serving.setDaemon(true);
        serving.start();
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void serve(Socket socket, String header) {
    try {
      BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), "US-ASCII"));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isEmpty()) {
          socket.getOutputStream().write(("HTTP/1.0 204 No Content\r\n" + header + "\r\n").getBytes("US-ASCII"));
        }
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
JAVA
plain=$(java Calls.java '')
closed=$(java Calls.java $'Connection: close\r\n')
echo "answers in HTTP/1.0: 2 calls on $plain connection"
echo "answers in HTTP/1.0 with Connection: close: 2 calls on $closed connections"
[ "$plain" = 1 ] || changed "the connection is not used again"
[ "$closed" = 2 ] || changed "Connection: close is not heeded"
