package dev.parley.cli.farm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A running farm of this machine, and its owner: broker and store first, the services as soon as both know their ports, all
 * of it ready when {@link #start} returns. A process that ends unasked is started again. For one owner per data directory;
 * {@link SharedFarm} sees to that.
 */
final class EmbeddedFarm implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(8);
    private static final Duration SLOW_STOP = Duration.ofSeconds(60);

    private final Path dataDir;
    private final FarmNews news;
    private final List<Keeper> keepers = Collections.synchronizedList(new ArrayList<>());
    private volatile URI url;
    private volatile FarmAddresses addresses;

    private EmbeddedFarm(Path dataDir, FarmNews news) {
        this.dataDir = dataDir;
        this.news = news;
    }

    /** @param news hears what is being started, and later of processes that end */
    static EmbeddedFarm start(FarmParts parts, Path dataDir, FarmNews news)
            throws FarmStartException, InterruptedException {
        EmbeddedFarm farm = new EmbeddedFarm(dataDir, news);
        try {
            farm.startAll(parts);
            return farm;
        } catch (FarmStartException | InterruptedException | RuntimeException e) {
            farm.close();
            throw e;
        } catch (IOException e) {
            farm.close();
            throw new FarmStartException("Cannot use the data directory %s: %s".formatted(dataDir, e), e);
        }
    }

    private void startAll(FarmParts parts) throws FarmStartException, InterruptedException, IOException {
        OrphanedProcesses.end(dataDir);
        setOldLogsAside();
        news.step("broker and store");
        ChildProcess broker = run(parts.broker());
        ChildProcess store = run(parts.store());
        int kafkaPort = broker.awaitPort(START);
        int storePort = store.awaitPort(START);
        List<ChildProcess> services = new ArrayList<>();
        List<ProcessSpec> specs = parts.services(kafkaPort, storePort);
        news.step(specs.stream().map(ProcessSpec::name).collect(Collectors.joining(", ")));
        for (ProcessSpec spec : specs) {
            services.add(run(spec));
        }
        // The services wait for them by themselves, and are loading classes for most of that time.
        broker.awaitReady(START);
        store.awaitReady(START);
        Readiness readiness = new Readiness();
        for (ChildProcess service : services) {
            if (service.spec().readiness() instanceof ProcessSpec.Readiness.Answers answers) {
                readiness.await(service, answers.health(), START);
            }
        }
        url = parts.url();
        addresses = new FarmAddresses(url, "127.0.0.1:" + kafkaPort, URI.create("http://127.0.0.1:" + storePort));
        note();
        keepers.forEach(Keeper::keep);
    }

    private ChildProcess run(ProcessSpec spec) throws FarmStartException {
        Keeper keeper = new Keeper(spec, news::say, this::note);
        keepers.add(keeper);
        return keeper.start();
    }

    private void setOldLogsAside() throws IOException {
        Path logs = DataFolder.within(dataDir, "logs");
        List<Path> old;
        try (Stream<Path> files = Files.list(logs)) {
            old = files.filter(file -> file.toString().endsWith(".log")).toList();
        }
        for (Path log : old) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void note() {
        List<FarmFile.Running> running;
        synchronized (keepers) {
            running = keepers.stream()
                    .map(Keeper::child)
                    .filter(child -> child != null)
                    .map(FarmFile.Running::of)
                    .toList();
        }
        try {
            new FarmFile(url, ProcessHandle.current().pid(), running).write(dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write farm.json in " + dataDir, e);
        }
    }

    /** The ingest service: page and REST API. */
    URI url() {
        return url;
    }

    FarmAddresses addresses() {
        return addresses;
    }

    /** Services first, since they need the others to say goodbye; then store and broker. */
    @Override
    public void close() {
        close(STOP);
    }

    /** As {@link #close}, for processes that have something to write at their end. */
    void closeSlowly() {
        close(SLOW_STOP);
    }

    private void close(Duration patience) {
        List<Keeper> all = List.copyOf(keepers);
        all.forEach(Keeper::release);
        List<ChildProcess> children =
                all.stream().map(Keeper::child).filter(child -> child != null).toList();
        int infrastructure = Math.min(2, children.size());
        end(children.subList(infrastructure, children.size()), patience);
        end(children.subList(0, infrastructure), patience);
        try {
            FarmFile.delete(dataDir);
        } catch (IOException e) {
            news.say("Cannot delete farm.json in %s: %s".formatted(dataDir, e));
        }
    }

    private static void end(List<ChildProcess> children, Duration patience) {
        children.forEach(ChildProcess::terminate);
        children.forEach(child -> child.awaitEnd(patience));
    }
}
