package dev.parley.cli;

import java.io.PrintWriter;

/**
 * Where results ({@code out}) and everything else ({@code err}) go.
 *
 * @param tty whether somebody watches {@code err}, so that a line may be drawn over
 */
record Terminal(PrintWriter out, PrintWriter err, boolean tty) {
    void say(String line) {
        err.println("parley: " + line);
        err.flush();
    }

    void result(String line) {
        out.println(line);
        out.flush();
    }
}
