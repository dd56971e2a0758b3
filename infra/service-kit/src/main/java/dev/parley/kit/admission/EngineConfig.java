package dev.parley.kit.admission;

import dev.parley.contracts.RenderRequest.Engine;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** What the farm can render with. */
@ConfigMapping(prefix = "parley.engines")
public interface EngineConfig {
    /** The engine of a request that names none. */
    @WithDefault("pantomime")
    Engine standard();

    /** Those that the farm's workers have. */
    @WithDefault("pantomime")
    Set<Engine> available();
}
