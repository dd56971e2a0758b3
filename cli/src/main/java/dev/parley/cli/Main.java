package dev.parley.cli;

import dev.parley.cli.http.FarmClient;
import dev.parley.cli.request.KnownNames;
import dev.parley.cli.request.TodaysNames;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley}: one command for people. */
@Command(
        name = "parley",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        description = "Renders videos of talking people from a picture and voices.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the job failed, or Parley itself did; doctor, models verify, models inspect:"
                    + " something is missing; logs: there is nothing; detect: no valid credentials;"
                    + " webhook test: the receiver did not take the call",
            "2:the command line, the request or an input is wrong",
            "3:the job was cancelled",
            "4:the farm, or the hub of models, cannot be reached or started, or cannot answer",
            "5:the video, a picture, a model or a bundle for support cannot be written",
            "130:interrupted by Ctrl-C"
        })
public final class Main implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            RenderCommand.class,
            CheckCommand.class,
            SubmitCommand.class,
            BatchCommand.class,
            StatusCommand.class,
            ListCommand.class,
            WatchCommand.class,
            CancelCommand.class,
            PriorityCommand.class,
            RetryCommand.class,
            DeadLettersCommand.class,
            LogsCommand.class,
            RmCommand.class,
            WebhookCommand.class,
            KeysCommand.class,
            UsageCommand.class,
            DetectCommand.class,
            FarmCommand.class,
            VoicesCommand.class,
            ModelsCommand.class,
            DoctorCommand.class,
            SupportCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            WarmUpCommand.class,
            CommandLine.HelpCommand.class);

    static {
        FarmClient.allowHostHeader(); // a command may talk to a hub of models first
    }

    @Spec
    CommandSpec spec;

    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH); // numbers on the command line and addresses are no matter of language
        // Set by the start script, which can ask; a JVM cannot.
        boolean tty = Boolean.getBoolean("parley.tty");
        Terminal terminal = new Terminal(writer(System.out), writer(System.err), tty);
        System.exit(run(terminal, new Interruption().arm(), args));
    }

    private static PrintWriter writer(PrintStream stream) {
        String charset = System.getProperty("sun.stdout.encoding");
        return new PrintWriter(
                new OutputStreamWriter(stream, charset == null ? Charset.defaultCharset() : Charset.forName(charset)),
                true);
    }

    /** The exit code. */
    static int run(Terminal terminal, Interruption interruption, String... args) {
        Optional<String> unreadable = UnreadableText.in(List.of(args), System.getenv());
        if (unreadable.isPresent()) {
            terminal.say(unreadable.get());
            return ExitCode.INVALID;
        }
        CommandLine commands = commandLine(terminal, interruption, args);
        TodaysNames words = KnownNames.toTodays(options(commands), args);
        if (!words.unused().isEmpty()) {
            terminal.say("ignored, because the farm decides: " + String.join(", ", words.unused()));
        }
        return commands.setExecutionExceptionHandler(new ErrorReport(terminal, interruption, words))
                .setParameterExceptionHandler(new UsageReport(terminal, words))
                .execute(words.args().toArray(String[]::new));
    }

    /** All that the commands know that were typed. */
    private static Set<String> options(CommandLine commands) {
        Set<String> names = new HashSet<>();
        Stream.concat(Stream.of(commands), commands.getSubcommands().values().stream())
                .map(CommandLine::getCommandSpec)
                .forEach(command -> {
                    names.addAll(command.optionsMap().keySet());
                    names.addAll(command.negatedOptionsMap().keySet());
                });
        return names;
    }

    private static CommandLine commandLine(Terminal terminal, Interruption interruption, String... args) {
        Commands factory = new Commands(terminal, interruption);
        CommandLine commands = new CommandLine(Main.class, factory);
        Set<String> typed = new HashSet<>(List.of(args));
        // Completion is of everything, and what a file of arguments holds is not known yet.
        boolean all = typed.contains("completion") || typed.stream().anyMatch(word -> word.startsWith("@"));
        for (Class<?> type : COMMANDS) {
            Command said = type.getAnnotation(Command.class);
            if (all || typed.contains(said.name())) {
                commands.addSubcommand(new CommandLine(type, factory));
            } else {
                commands.addSubcommand(head(said));
            }
        }
        commands.setOut(terminal.out())
                .setErr(terminal.err())
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28);
        for (String command : List.of("render", "check", "submit")) {
            commands.getSubcommands()
                    .get(command)
                    .getHelpSectionMap()
                    .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedOptions());
        }
        return commands;
    }

    /** What the list of commands says of one. Reading the options of all takes longer than most commands do. */
    private static CommandSpec head(Command said) {
        CommandSpec head = CommandSpec.create().name(said.name());
        head.usageMessage()
                .header(said.header())
                .description(said.description())
                .hidden(said.hidden());
        return head;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** Makes the commands, and gives those who want them the terminal and the interruption. */
    private record Commands(Terminal terminal, Interruption interruption) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            try {
                return type.cast(type.getDeclaredConstructor(Terminal.class, Interruption.class)
                        .newInstance(terminal, interruption));
            } catch (NoSuchMethodException e) {
                return CommandLine.defaultFactory().create(type);
            }
        }
    }
}
