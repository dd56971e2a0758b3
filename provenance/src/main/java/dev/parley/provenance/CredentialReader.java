package dev.parley.provenance;

import dev.parley.provenance.CredentialReport.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the credentials of an MP4, a JPEG, a PNG or a WAV and checks them: signature, hashes of all that is said, hash of the file. Whether the
 * signer, or that of a time stamp, is to be trusted, and whether a certificate was revoked, is not looked at.
 */
public final class CredentialReader {
    private static final int MOST_ASSERTIONS = 256;

    /**
     * @return of files of other kinds, too: {@code ABSENT}, with the reason
     * @throws IOException if the file cannot be read
     */
    public static CredentialReport read(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            Optional<FoundStore.Container> container = FoundStore.container(in);
            return container.isPresent() ? ofEmbedded(in, container.get()) : ofMp4(in);
        }
    }

    private interface Check {
        CredentialReport report() throws IOException, UnreadableCredentialsException;
    }

    private static CredentialReport told(Check check) throws IOException {
        try {
            return check.report();
        } catch (UnsupportedCredentialsException e) {
            return CredentialReport.without(State.UNCHECKED, e.getMessage());
        } catch (UnreadableCredentialsException e) {
            return CredentialReport.without(State.BROKEN, e.getMessage());
        } catch (RuntimeException e) { // of a library, from bytes that nobody thought of
            return CredentialReport.without(State.BROKEN, "The credentials cannot be read: " + e);
        }
    }

    private static CredentialReport ofEmbedded(FileChannel in, FoundStore.Container container) throws IOException {
        return told(() -> {
            Optional<FoundStore> found = FoundStore.find(in, container);
            return found.isEmpty()
                    ? CredentialReport.without(State.ABSENT, null)
                    : active(found.get().bytes(), new DataBinding(in, found.get()));
        });
    }

    private static CredentialReport ofMp4(FileChannel in) throws IOException {
        List<Mp4Boxes.Box> boxes = new ArrayList<>();
        String damage = null;
        try {
            Mp4Boxes.addTo(boxes, in);
        } catch (UnreadableCredentialsException e) {
            damage = e.getMessage();
        }
        List<Mp4Boxes.Box> found =
                boxes.stream().filter(Mp4Boxes.Box::isCredentials).toList();
        if (damage != null) {
            return CredentialReport.without(found.isEmpty() ? State.ABSENT : State.BROKEN, damage);
        }
        if (found.isEmpty()) {
            return CredentialReport.without(State.ABSENT, null);
        }
        return told(() -> {
            require(found.size() == 1, "The file has %d boxes of credentials, expected one", found.size());
            FoundStore.requireBounded(found.get(0).size());
            Packed packed = unpacked(in, found.get(0));
            return active(packed.store(), new BmffBinding(in, boxes, packed.namesTree()));
        });
    }

    /** The check of the last manifest, which is the file's own. */
    private static CredentialReport active(ByteBuffer bytes, Binding binding)
            throws IOException, UnreadableCredentialsException {
        JumbfBox store = new JumbfReader().read(bytes);
        require(
                store.type().equals(JumbfBox.type(ManifestStore.STORE))
                        && store.label().equals("c2pa")
                        && store.data() == null
                        && !store.content().isEmpty(),
                "There is no manifest store, but '%s'",
                store.label());
        JumbfBox manifest = store.content().get(store.content().size() - 1);
        require(
                manifest.type().equals(JumbfBox.type(ManifestStore.MANIFEST)),
                "'%s' is no manifest that can be checked",
                manifest.label());
        return new CheckedManifest(manifest, binding, new CborReader()).report();
    }

    /** @param namesTree whether a box with parts of a Merkle tree should follow somewhere */
    private record Packed(ByteBuffer store, boolean namesTree) {}

    private static Packed unpacked(FileChannel in, Mp4Boxes.Box box)
            throws IOException, UnreadableCredentialsException {
        ByteBuffer body = Mp4Boxes.read(in, box.offset() + box.header(), (int) (box.size() - box.header()));
        byte[] purpose = new byte[CredentialWriter.PURPOSE.length()];
        require(body.remaining() > CredentialWriter.AROUND_PURPOSE + purpose.length, "The credentials are cut off");
        int flags = body.getInt();
        body.get(purpose);
        require(
                flags == 0 && new String(purpose, StandardCharsets.ISO_8859_1).equals(CredentialWriter.PURPOSE),
                "The box of credentials holds no manifest");
        boolean namesTree = body.getLong() != 0;
        return new Packed(body, namesTree);
    }

    static void require(boolean holds, String message, Object... values) throws UnreadableCredentialsException {
        if (!holds) {
            throw new UnreadableCredentialsException(message.formatted(values));
        }
    }

    /** One manifest, part by part. */
    private record CheckedManifest(JumbfBox manifest, Binding binding, CborReader cbor) {
        CredentialReport report() throws IOException, UnreadableCredentialsException {
            JumbfBox claimBox = part(ManifestStore.CLAIM, ManifestStore.CLAIM_LABEL);
            JumbfBox signatureBox = part(ManifestStore.SIGNATURE, ManifestStore.SIGNATURE_LABEL);
            JumbfBox assertions = part(ManifestStore.ASSERTIONS, ManifestStore.ASSERTIONS_LABEL);
            require(manifest.content().size() == 3, "The manifest has parts that nothing refers to");
            ByteBuffer claimBytes = data(claimBox);
            Map<String, Object> claim = map(cbor.read(claimBytes, "the claim"), "The claim");
            CoseSignature signature = CoseSignature.read(data(signatureBox), cbor);
            Map<String, Map<String, Object>> said = assertions(claim, assertions);
            require(
                    signature.covers(bytes(claimBytes)),
                    "The signature does not belong to the claim: one of them was changed");
            TimeStamp stamp = signature.stamp();
            require(
                    (ManifestStore.HERE + "/c2pa/" + manifest.label() + "/" + ManifestStore.SIGNATURE_LABEL)
                            .equals(claim.get("signature")),
                    "The claim is that of another manifest");
            binding.check(said);
            return report(claim, said, signature, stamp);
        }

        private JumbfBox part(String type, String label) throws UnreadableCredentialsException {
            JumbfBox found = manifest.child(label).orElse(null);
            if (found == null
                    && type.equals(ManifestStore.CLAIM)
                    && manifest.child("c2pa.claim").isPresent()) {
                throw new UnsupportedCredentialsException("The claim is of version 1, which is not checked here");
            }
            require(found != null && found.type().equals(JumbfBox.type(type)), "The manifest has no '%s'", label);
            return found;
        }

        private static ByteBuffer data(JumbfBox box) throws UnreadableCredentialsException {
            require(
                    "cbor".equals(box.dataType()) && box.content().isEmpty(),
                    "'%s' holds no CBOR, but '%s'",
                    box.label(),
                    box.dataType());
            return box.data();
        }

        private static byte[] bytes(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }

        private static Map<String, Object> map(Object value, String what) throws UnreadableCredentialsException {
            require(value instanceof Map, "%s is no map", what);
            Map<String, Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> map.put((String) key, each));
            return map;
        }

        /** By label, all those in CBOR: each that the claim names is there unchanged, once, and no others are. */
        private Map<String, Map<String, Object>> assertions(Map<String, Object> claim, JumbfBox store)
                throws UnreadableCredentialsException {
            require(store.data() == null, "An assertion was added after signing");
            Map<String, JumbfBox> boxes = byLabel(store);
            Set<String> named = new HashSet<>();
            Map<String, Map<String, Object>> said = new LinkedHashMap<>();
            for (Object each : references(claim)) {
                Map<String, Object> reference = map(each, "A reference of the claim");
                String url = String.valueOf(reference.get("url"));
                String label = url.substring(url.lastIndexOf('/') + 1);
                JumbfBox box = boxes.get(label);
                require(box != null, "'%s' is missing", label);
                require(named.add(label), "The claim names '%s' twice", label);
                if (!"sha256".equals(reference.getOrDefault("alg", claim.getOrDefault("alg", "sha256")))) {
                    throw new UnsupportedCredentialsException("Hashes other than SHA-256 are not checked here");
                }
                require(
                        reference.get("hash") instanceof byte[] hash
                                && MessageDigest.isEqual(hash, BmffHash.sha256(box.body())),
                        "'%s' was changed after signing",
                        label);
                if ("cbor".equals(box.dataType())) {
                    Object content = cbor.read(box.data(), "'" + label + "'");
                    if (content instanceof Map) {
                        said.put(label, map(content, label));
                    }
                }
            }
            for (String label : boxes.keySet()) {
                require(named.contains(label), "'%s' was added after signing", label);
            }
            return said;
        }

        private static Map<String, JumbfBox> byLabel(JumbfBox store) throws UnreadableCredentialsException {
            Map<String, JumbfBox> boxes = new LinkedHashMap<>();
            for (JumbfBox box : store.content()) {
                require(boxes.put(box.label(), box) == null, "There are two assertions '%s'", box.label());
            }
            return boxes;
        }

        private static List<Object> references(Map<String, Object> claim) throws UnsupportedCredentialsException {
            List<Object> references = new ArrayList<>();
            for (String kind : List.of("created_assertions", "gathered_assertions")) {
                if (claim.get(kind) instanceof List<?> list) {
                    references.addAll(list);
                }
            }
            if (references.size() > MOST_ASSERTIONS) {
                throw new UnsupportedCredentialsException("The claim names %d assertions, at most %d are checked here"
                        .formatted(references.size(), MOST_ASSERTIONS));
            }
            return references;
        }

        private CredentialReport report(
                Map<String, Object> claim,
                Map<String, Map<String, Object>> said,
                CoseSignature signature,
                TimeStamp stamp) {
            Map<?, ?> created = Map.of();
            if (said.getOrDefault(ManifestStore.ACTIONS_LABEL, Map.of()).get("actions") instanceof List<?> actions
                    && !actions.isEmpty()
                    && actions.get(0) instanceof Map<?, ?> first) {
                created = first;
            }
            return new CredentialReport(
                    State.VALID,
                    null,
                    manifest.label(),
                    claim.get("dc:title") instanceof String title ? title : null,
                    generator(claim),
                    created.get("digitalSourceType") instanceof String type ? type : null,
                    time(created.get("when")),
                    stamp == null ? null : stamp.time(),
                    stamp == null ? null : stamp.by(),
                    details(said.getOrDefault(ManifestStore.DETAILS_LABEL, Map.of())),
                    signature.chain().get(0));
        }

        /** Plain values: anybody may have written them. */
        private static Map<String, Object> details(Map<String, Object> written) {
            Map<String, Object> details = new LinkedHashMap<>();
            written.forEach((name, value) -> details.put(name, Cbor.withoutTags(value)));
            return details;
        }

        private static String generator(Map<String, Object> claim) {
            if (claim.get("claim_generator_info") instanceof Map<?, ?> info
                    && info.get("name") instanceof String name) {
                return info.get("version") instanceof String version ? name + " " + version : name;
            }
            return null;
        }

        private static Instant time(Object when) {
            Object value = when instanceof Cbor.Tagged tagged ? tagged.value() : when;
            try {
                return value instanceof String text ? OffsetDateTime.parse(text).toInstant() : null;
            } catch (DateTimeException e) {
                return null;
            }
        }
    }

    private CredentialReader() {}
}
