package dev.parley.faults.agent;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** Lets windows of the engine pantomime fail as those of a device do, when a file asks for it. */
public final class FaultAgent {
    private static final String SESSION = "dev.parley.worker.pantomime.PantomimeSession";

    /** @param folder where a file named {@code hang}, {@code device-error}, {@code out-of-memory} or {@code heap-full} asks for one fault */
    public static void premain(String folder, Instrumentation instrumentation) {
        System.setProperty("parley.faults.folder", folder);
        instrumentation.addTransformer(new Faulty());
    }

    /** Byte Buddy's own agent would ask of every class whether it is this one, which takes as long as the worker's start. */
    private static final class Faulty implements ClassFileTransformer {
        private static final String FILE = SESSION.replace('.', '/');

        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> before, ProtectionDomain domain, byte[] bytes) {
            try {
                return FILE.equals(name) ? faulty(loader, bytes) : null;
            } catch (RuntimeException e) {
                e.printStackTrace(); // the JVM would not say it
                throw e;
            }
        }

        private static byte[] faulty(ClassLoader loader, byte[] bytes) {
            ClassFileLocator files = new ClassFileLocator.Compound(
                    ClassFileLocator.Simple.of(SESSION, bytes), ClassFileLocator.ForClassLoader.of(loader));
            return new ByteBuddy()
                    .redefine(TypePool.Default.of(files).describe(SESSION).resolve(), files)
                    .visit(Advice.to(WindowFault.class).on(named("render")))
                    .make()
                    .getBytes();
        }
    }

    private FaultAgent() {}
}
