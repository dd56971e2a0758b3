package dev.parley.faults.agent;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/** Lets windows of the engine pantomime fail as those of a device do, when a file asks for it. */
public final class FaultAgent {
    private static final String SESSION = "dev.parley.worker.pantomime.PantomimeSession";

    /** @param folder where a file named {@code hang}, {@code device-error}, {@code out-of-memory} or {@code heap-full} asks for one fault */
    public static void premain(String folder, Instrumentation instrumentation) {
        System.setProperty("parley.faults.folder", folder);
        new AgentBuilder.Default()
                .type(named(SESSION))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(WindowFault.class).on(named("render"))))
                .installOn(instrumentation);
    }

    private FaultAgent() {}
}
