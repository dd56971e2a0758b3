package dev.parley.kit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which process this is: its service and its own name, as events and logs give it. */
@ApplicationScoped
public class Instance {
    private final String service;
    private final String name;

    @Inject
    public Instance(
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "parley.instance") Optional<String> name) {
        this.service = service;
        this.name = name.orElseGet(() -> host() + "-" + ProcessHandle.current().pid());
    }

    public String service() {
        return service;
    }

    public String name() {
        return name;
    }

    /** Source of the events this process emits (CloudEvents). */
    public String source() {
        return "/" + service + "/" + name;
    }

    private static String host() {
        return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("local");
    }
}
