package dev.parley.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    private final Terminal terminal;

    VersionCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties built = new Properties();
            try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
                built.load(in);
            }
            return new String[] {
                "parley %s (Java %s)".formatted(built.getProperty("version"), System.getProperty("java.version"))
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        terminal.result(new Provider().getVersion()[0]);
        return ExitCode.OK;
    }
}
