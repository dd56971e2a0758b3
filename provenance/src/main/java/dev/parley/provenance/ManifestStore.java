package dev.parley.provenance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The words of C2PA, and a store of one manifest in them. */
final class ManifestStore {
    static final String STORE = "c2pa";
    static final String MANIFEST = "c2ma";
    static final String ASSERTIONS = "c2as";
    static final String CLAIM = "c2cl";
    static final String SIGNATURE = "c2cs";
    static final String CBOR = "cbor";
    static final String ASSERTIONS_LABEL = "c2pa.assertions";
    static final String CLAIM_LABEL = "c2pa.claim.v2";
    static final String SIGNATURE_LABEL = "c2pa.signature";
    static final String ACTIONS_LABEL = "c2pa.actions.v2";
    static final String DETAILS_LABEL = "dev.parley.render";
    static final String INGREDIENT_LABEL = "c2pa.ingredient.v3";
    static final String HERE = "self#jumbf=";

    private final Statement says;
    private final String label;

    ManifestStore(Statement says) {
        this.says = says;
        label = "urn:c2pa:" + asRandom(says.id());
    }

    /** C2PA asks for a random UUID, version 4; this one looks like it and is the same for the same video. */
    private static UUID asRandom(UUID id) {
        return new UUID(
                id.getMostSignificantBits() & ~0xF000L | 0x4000L,
                id.getLeastSignificantBits() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L);
    }

    interface Signing {
        /** A COSE_Sign1 over the claim, always of the same length. */
        byte[] sign(byte[] claim);
    }

    /** The store's bytes; of one length for whatever hash. */
    byte[] bytes(byte[] hash, Signing signing) {
        JumbfBox binding = assertion(BmffHash.LABEL, BmffHash.assertion(hash));
        List<JumbfBox> ingredients = ingredients();
        List<JumbfBox> assertions = new ArrayList<>(ingredients);
        assertions.add(assertion(ACTIONS_LABEL, actions(ingredients)));
        assertions.add(binding);
        assertions.add(assertion(DETAILS_LABEL, details()));
        byte[] claim = Cbor.write(claim(assertions));
        JumbfBox manifest = JumbfBox.of(
                MANIFEST,
                label,
                List.of(
                        JumbfBox.of(ASSERTIONS, ASSERTIONS_LABEL, assertions),
                        JumbfBox.ofCbor(CLAIM, CLAIM_LABEL, claim),
                        JumbfBox.ofCbor(SIGNATURE, SIGNATURE_LABEL, signing.sign(claim))));
        return JumbfBox.of(STORE, STORE, List.of(manifest)).bytes();
    }

    /** The first has the plain label, others are numbered from 1. */
    private List<JumbfBox> ingredients() {
        List<JumbfBox> boxes = new ArrayList<>();
        for (Ingredient each : says.ingredients()) {
            boxes.add(assertion(
                    boxes.isEmpty() ? INGREDIENT_LABEL : INGREDIENT_LABEL + "__" + boxes.size(), each.assertion()));
        }
        return boxes;
    }

    private Map<String, Object> details() {
        if (says.ingredients().isEmpty()) {
            return says.details();
        }
        Map<String, Object> details = new LinkedHashMap<>(says.details());
        details.put(
                "ingredients",
                says.ingredients().stream().map(Ingredient::details).toList());
        return details;
    }

    private static JumbfBox assertion(String name, Map<String, Object> content) {
        return JumbfBox.ofCbor(CBOR, name, Cbor.write(content));
    }

    private Map<String, Object> generator() {
        Map<String, Object> generator = new LinkedHashMap<>();
        generator.put("name", says.generator());
        generator.put("version", says.version());
        return generator;
    }

    private Map<String, Object> actions(List<JumbfBox> ingredients) {
        Map<String, Object> created = new LinkedHashMap<>();
        created.put("action", "c2pa.created");
        created.put("when", says.when());
        created.put("softwareAgent", generator());
        created.put("digitalSourceType", says.sourceType());
        created.put("description", says.description());
        if (!ingredients.isEmpty()) {
            created.put(
                    "parameters",
                    Map.of(
                            "ingredients",
                            ingredients.stream().map(ManifestStore::reference).toList()));
        }
        Map<String, Object> actions = new LinkedHashMap<>();
        actions.put("actions", List.of(created));
        actions.put("allActionsIncluded", true);
        return actions;
    }

    private Map<String, Object> claim(List<JumbfBox> assertions) {
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("instanceID", "xmp:iid:" + says.id());
        claim.put("claim_generator_info", generator());
        claim.put("signature", HERE + "/c2pa/" + label + "/" + SIGNATURE_LABEL);
        claim.put(
                "created_assertions",
                assertions.stream().map(ManifestStore::reference).toList());
        claim.put("dc:title", says.title());
        claim.put("alg", "sha256");
        return claim;
    }

    private static Map<String, Object> reference(JumbfBox assertion) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("url", HERE + ASSERTIONS_LABEL + "/" + assertion.label());
        reference.put("hash", BmffHash.sha256(assertion.body()));
        return reference;
    }
}
