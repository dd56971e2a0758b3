package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Quantization;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderPlanTest {
    @Test
    void comesBackAsItWasWritten() {
        RenderPlan plan = Samples.plan();
        assertThat(Json.read(Json.write(plan), RenderPlan.class)).isEqualTo(plan);
    }

    /** The settings were called request, and had ids; the engine stood beside them as well. */
    @Test
    void aPlanOfAnOlderFarmIsRead() {
        RenderPlan plan = Samples.plan();
        ObjectNode older = Json.mapper().valueToTree(plan);
        ObjectNode request = (ObjectNode) older.remove("settings");
        request.put("schemaVersion", 1).put("jobId", Samples.JOB.value()).put("idempotencyKey", "order 66");
        older.set("request", request);
        older.put("engine", "pantomime");
        assertThat(Json.read(older.toString(), RenderPlan.class)).isEqualTo(plan);
    }

    @Test
    void whatAnOlderPlanLacksIsOff() {
        ObjectNode older = Json.mapper().valueToTree(Samples.plan());
        ObjectNode settings = (ObjectNode) older.get("settings");
        settings.remove(List.of("teaCache", "quantization", "lowVram", "loras"));
        ((ObjectNode) settings.get("sampling")).remove("trimLastWindow");
        RenderSettings read = Json.read(older.toString(), RenderPlan.class).settings();
        assertThat(read.sampling().trimLastWindow()).isFalse();
        assertThat(read.teaCache().enabled()).isFalse();
        assertThat(read.quantization()).isEqualTo(Quantization.NONE);
        assertThat(read.loras()).isEmpty();
    }

    @Test
    void aConstantHasOneWordEverywhere() {
        assertThat(WireName.of(RenderRequest.Size.MULTITALK_720)).isEqualTo("multitalk-720");
        assertThat(WireName.of(Fault.OUT_OF_MEMORY)).isEqualTo("out-of-memory");
        assertThat(WireName.label(Fault.OUT_OF_MEMORY)).isEqualTo("out_of_memory");
        assertThat(WireName.parse(Engine.class, "pantomime")).contains(Engine.PANTOMIME);
        assertThat(WireName.parse(Engine.class, "PANTOMIME")).isEmpty();
        for (Engine engine : Engine.values()) {
            assertThat(Json.write(engine)).isEqualTo('"' + WireName.of(engine) + '"');
        }
    }
}
