package dev.parley.kit.admission;

import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.Violation;
import dev.parley.plan.Defaults;
import dev.parley.plan.LoraUse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** What the farm's model can do of what a request asks. What it cannot must not be left out without a word. */
@ApplicationScoped
class Abilities {
    private final ModelFolder model;

    @Inject
    Abilities(ModelFolder model) {
        this.model = model;
    }

    /**
     * @param asked as it came: a LoRA that it does not name is the preset's
     * @param request the same with all defaults
     */
    void check(RenderRequest asked, RenderSettings request, List<Violation> faults) {
        if (request.engine() != Engine.MULTITALK) {
            return;
        }
        checkLoras(asked, request, faults);
        if (request.teaCache().enabled() && request.sampling().steps() <= Defaults.TEA_CACHE_FORCED_STEPS) {
            faults.add(new Violation(
                    "teaCache.enabled",
                    "no-use",
                    "found %d steps, the first %d are always computed"
                            .formatted(request.sampling().steps(), Defaults.TEA_CACHE_FORCED_STEPS)));
        }
    }

    private void checkLoras(RenderRequest asked, RenderSettings request, List<Violation> faults) {
        if (request.loras().isEmpty()) {
            return;
        }
        List<String> there = model.loras();
        for (int i = 0; i < request.loras().size(); i++) {
            LoraUse lora = request.loras().get(i);
            if (there.contains(lora.name())) {
                continue;
            }
            faults.add(
                    asked.loras() == null
                            ? new Violation(
                                    "preset",
                                    "unknown-lora",
                                    "%s needs the LoRA '%s', this farm's model has %s; specify another one in loras"
                                            .formatted(request.preset(), lora.name(), there))
                            : new Violation(
                                    "loras[" + i + "].name",
                                    "unknown-lora",
                                    "found '%s', this farm's model has %s".formatted(lora.name(), there)));
        }
    }
}
