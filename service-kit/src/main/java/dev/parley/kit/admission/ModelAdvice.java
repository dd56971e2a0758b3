package dev.parley.kit.admission;

import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.Warning;
import dev.parley.contracts.WarningCode;
import dev.parley.contracts.WireName;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Size;
import java.util.ArrayList;
import java.util.List;

/** What a model will do otherwise than somebody may expect. None of it keeps a job from being taken. */
final class ModelAdvice {
    private static final int TRAINED = 2;

    /**
     * @param asked as it came: a size that it does not name is the model's to choose
     * @param engine that renders it
     * @param looks of the picture that the engine starts from
     * @param video what the model will render
     */
    static List<Warning> about(
            RenderRequest asked, ModelProfile model, Engines engines, Engine engine, Size video, Looks looks) {
        List<Warning> advice = new ArrayList<>();
        if (asked.size() != null && model.ownSizes().isPresent()) {
            advice.add(WarningCode.SIZE_OF_ITS_OWN.at(
                    "size",
                    "found %s; %s has sizes of its own and renders this picture at %d x %d. "
                                    .formatted(WireName.of(asked.size()), model.name(), video.width(), video.height())
                            + "The published model renders at the size asked for",
                    WireName.of(asked.size()),
                    model.name(),
                    video.width(),
                    video.height()));
        }
        if (asked.speakers().size() > TRAINED) {
            advice.add(WarningCode.EXPERIMENTAL.at(
                    "speakers",
                    "found %d people, the models were trained on one or two; lips may follow another person's voice"
                            .formatted(asked.speakers().size()),
                    asked.speakers().size()));
        }
        if (model.drawnFacesOnly() && !looks.drawing()) {
            advice.add(WarningCode.NOT_A_DRAWING.at(
                    "image",
                    "%s knows drawn faces only, and this does not look drawn: it paints over the face of a photograph, "
                                    .formatted(model.name())
                            + "and the lips do not move. Use the published model, or --engine pantomime",
                    model.name()));
        }
        if (asked.engine() == null && engine != engines.standard()) {
            String name = engines.profile(engines.standard()).name();
            advice.add(WarningCode.PHOTOGRAPH_PREVIEW.at(
                    "engine",
                    "this looks like a photograph, over which %s would paint: rendered by pantomime, a preview that moves lips, "
                                    .formatted(name)
                            + "lids and head of the picture itself. --engine multitalk overrules; the published model "
                            + "renders photographs",
                    name));
        }
        return advice;
    }

    /** Whether no setting is asked for that only a model knows. */
    static boolean asksNothingOfTheModel(RenderRequest asked) {
        return asked.preset() == null && asked.sampling() == null && asked.loras() == null;
    }

    private ModelAdvice() {}
}
