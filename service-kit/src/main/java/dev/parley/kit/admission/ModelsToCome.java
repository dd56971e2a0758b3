package dev.parley.kit.admission;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;

/** Models that are not in their folder yet, since a service brings them before it needs them. */
public interface ModelsToCome {
    /** Whether the folder of that name will be there. */
    boolean include(String model);

    /** Of a service that brings none. */
    @DefaultBean
    @ApplicationScoped
    class None implements ModelsToCome {
        @Override
        public boolean include(String model) {
            return false;
        }
    }
}
