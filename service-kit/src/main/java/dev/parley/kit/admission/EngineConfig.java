package dev.parley.kit.admission;

import dev.parley.contracts.RenderRequest.Engine;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** The engines a farm can render with. All services of a farm need the same values. */
@ConfigMapping(prefix = "parley.engines")
public interface EngineConfig {
    /**
     * The engine of a request that names none. Default: multitalk where it is available, or else pantomime; pantomime, too,
     * for photographs of somebody if the model knows drawn faces only.
     */
    Optional<Engine> standard();

    /** Those that the farm's workers have. Default: pantomime, and multitalk if its model is present. */
    Optional<Set<Engine>> available();
}
