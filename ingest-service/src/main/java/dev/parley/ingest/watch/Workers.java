package dev.parley.ingest.watch;

import dev.parley.contracts.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** The workers that are there, as the broker knows them: they join their share group under their names. */
@ApplicationScoped
public class Workers {
    private static final long PATIENCE_SECONDS = 5;

    private final Admin admin;

    @Inject
    Workers(Admin admin) {
        this.admin = admin;
    }

    /** Blocks until the broker says. */
    public List<String> names() throws ExecutionException, TimeoutException, InterruptedException {
        return admin
                .describeShareGroups(List.of(Topics.WORKERS))
                .describedGroups()
                .get(Topics.WORKERS)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .members()
                .stream()
                .map(member -> member.clientId())
                .sorted()
                .toList();
    }
}
