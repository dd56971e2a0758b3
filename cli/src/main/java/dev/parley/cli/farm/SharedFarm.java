package dev.parley.cli.farm;

import dev.parley.child.DirectoryLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The embedded farm of a data directory, shared by all commands that need it. The first command starts and owns it; others
 * use it. When done, the owner waits for the others before it stops the farm; a command that finds the farm stopping waits
 * and starts it again.
 */
public final class SharedFarm implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final URI url;
    private final Path dataDir;
    private final DirectoryLock user;
    private final DirectoryLock owner;
    private final EmbeddedFarm farm;
    private final FarmNews news;
    private boolean stopped;

    private SharedFarm(
            URI url, Path dataDir, DirectoryLock user, DirectoryLock owner, EmbeddedFarm farm, FarmNews news) {
        this.url = url;
        this.dataDir = dataDir;
        this.user = user;
        this.owner = owner;
        this.farm = farm;
        this.news = news;
    }

    /** Returns when the farm is ready. */
    public static SharedFarm open(FarmLayout layout, Path dataDir, FarmSettings settings, FarmNews news)
            throws FarmStartException, InterruptedException {
        try {
            DataFolder.prepare(dataDir, news);
            DirectoryLock user = DirectoryLock.together(users(dataDir));
            try {
                return open(layout, dataDir, settings, news, user);
            } catch (FarmStartException | IOException | InterruptedException | RuntimeException e) {
                user.close();
                throw e;
            }
        } catch (IOException e) {
            throw new FarmStartException("Cannot use the data directory %s: %s".formatted(dataDir, e), e);
        }
    }

    private static SharedFarm open(
            FarmLayout layout, Path dataDir, FarmSettings settings, FarmNews news, DirectoryLock user)
            throws FarmStartException, IOException, InterruptedException {
        while (true) {
            Optional<DirectoryLock> owner = DirectoryLock.tryAlone(owner(dataDir));
            if (owner.isPresent()) {
                try {
                    EmbeddedFarm farm = EmbeddedFarm.start(
                            new FarmSpecs(layout, dataDir, settings, ClassArchive.USE), dataDir, news);
                    return new SharedFarm(farm.url(), dataDir, user, owner.get(), farm, news);
                } catch (FarmStartException | IOException | InterruptedException | RuntimeException e) {
                    owner.get().close();
                    throw e;
                }
            }
            Optional<URI> url = FarmFile.read(dataDir).flatMap(FarmFile::ready);
            if (url.isPresent()) {
                return new SharedFarm(url.get(), dataDir, user, null, null, news);
            }
            // Somebody is starting it. If that fails, the lock is free again and it is our turn.
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /** Where the farm of {@code dataDir} is, if one is running and ready. Keeps nobody from stopping it. */
    public static Optional<URI> running(Path dataDir) throws FarmStartException {
        if (!Files.isDirectory(dataDir)) {
            return Optional.empty();
        }
        try {
            Optional<DirectoryLock> nobodyOwnsIt = DirectoryLock.tryAlone(owner(dataDir));
            if (nobodyOwnsIt.isPresent()) {
                nobodyOwnsIt.get().close();
                return Optional.empty();
            }
            return FarmFile.read(dataDir).flatMap(FarmFile::ready);
        } catch (IOException e) {
            throw new FarmStartException("Cannot use the data directory %s: %s".formatted(dataDir, e), e);
        }
    }

    /** The key of whoever owns {@code dataDir}, for a farm that asks for keys; nothing if there was no farm yet. */
    public static Optional<String> ownersKey(Path dataDir) {
        try {
            return Credentials.adminKeyIn(dataDir);
        } catch (IOException e) {
            return Optional.empty(); // somebody else's
        }
    }

    /** All that the farm of {@code dataDir} keeps from others: its keys and secrets. */
    public static Set<String> secrets(Path dataDir) throws IOException {
        return Credentials.allIn(dataDir);
    }

    public URI url() {
        return url;
    }

    /** Whether this process started the farm, so that it stops with it. */
    public boolean owned() {
        return farm != null;
    }

    /** All of the farm's addresses, for its owner; nothing for others. */
    public Optional<FarmAddresses> addresses() {
        return Optional.ofNullable(farm).map(EmbeddedFarm::addresses);
    }

    /** Lets go of the farm; an owner waits for all others and stops it. */
    @Override
    public void close() {
        try {
            user.close();
            if (farm != null) {
                DirectoryLock last = untilOthersAreDone();
                try {
                    stop();
                } finally {
                    last.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the data directory " + dataDir, e);
        }
    }

    private DirectoryLock untilOthersAreDone() throws IOException {
        Optional<DirectoryLock> nobodyElse = DirectoryLock.tryAlone(users(dataDir));
        if (nobodyElse.isPresent()) {
            return nobodyElse.get();
        }
        news.say("other commands still use this farm; it will stop when they are done");
        return DirectoryLock.alone(users(dataDir));
    }

    /** Releases the farm; the owner stops it even if others use it, also while {@link #close} waits for them. */
    public void closeNow() {
        try {
            user.close();
            if (farm != null) {
                stop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the data directory " + dataDir, e);
        }
    }

    private synchronized void stop() throws IOException {
        if (!stopped) {
            stopped = true;
            farm.close();
            owner.close();
        }
    }

    private static Path users(Path dataDir) {
        return dataDir.resolve("users.lock");
    }

    private static Path owner(Path dataDir) {
        return dataDir.resolve("owner.lock");
    }
}
