package dev.parley.cli.doctor;

import dev.parley.cli.farm.FarmLayout;
import dev.parley.contracts.Finding;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Looks at all that a farm needs, at once where that is possible, and tells in order.
 *
 * @param layout the programs
 * @param dataDir where the farm would keep everything
 * @param home the user's home folder; where there is none, {@code dataDir}
 * @param scratch a folder for this look alone
 * @param port where the page has to be; otherwise 8080 is asked about
 * @param environment as the farm's processes would get it
 */
public record Doctor(
        FarmLayout layout, Path dataDir, Path home, Path scratch, OptionalInt port, Map<String, String> environment) {

    /** Calls {@code tell} with each finding as soon as those before it are known. */
    public void look(Consumer<Finding> tell) {
        Map<String, CompletableFuture<List<Finding>>> looking = new LinkedHashMap<>();
        checks().forEach((subject, check) ->
                looking.put(subject, CompletableFuture.supplyAsync(() -> guarded(subject, check), Doctor::inThread)));
        looking.values().forEach(look -> look.join().forEach(tell));
    }

    private Map<String, Check> checks() {
        Map<String, Check> checks = new LinkedHashMap<>();
        checks.put("java", JavaCheck::look);
        checks.put("text", () -> TextCheck.look(System.getProperty("sun.jnu.encoding"), environment));
        checks.put("memory", () -> List.of(MemoryCheck.look(MemoryCheck.ofThisMachine())));
        checks.put("disk", () -> DiskCheck.look(dataDir, home, environment));
        checks.put("ports", () -> List.of(PortsCheck.look(dataDir, port)));
        checks.put("gpu", () -> List.of(GpuCheck.look(environment)));
        checks.put("libtorch", () -> List.of(new LibtorchCheck(layout, home, scratch).look()));
        checks.put("voices", () -> List.of(VoicesCheck.look(layout, home)));
        checks.put("codecs", new WorkerCheck(layout, home, scratch)::look);
        if (!environment.containsKey("PARLEY_KAFKA")) {
            checks.put("broker", () -> List.of(ServerCheck.broker(layout, dataDir, scratch.resolve("broker"))));
        }
        if (!environment.containsKey("PARLEY_S3_ENDPOINT")) {
            checks.put("store", () -> List.of(ServerCheck.store(layout, dataDir, scratch.resolve("store"))));
        }
        return checks;
    }

    /** Not the common pool, which has one thread on a machine with two cores: these mostly wait. */
    private static void inThread(Runnable look) {
        Thread thread = new Thread(look, "doctor");
        thread.setDaemon(true);
        thread.start();
    }

    private static List<Finding> guarded(String subject, Check check) {
        try {
            return check.look();
        } catch (Exception e) { // whatever it is, the other findings are worth having
            return List.of(
                    Finding.bad(subject, "the check failed: " + e, "fix the reported problem and run doctor again"));
        }
    }
}
