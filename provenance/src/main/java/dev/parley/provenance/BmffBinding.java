package dev.parley.provenance;

import static dev.parley.provenance.CredentialReader.require;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of an MP4: a hash over its boxes.
 *
 * @param namesTree whether a box with parts of a Merkle tree should follow somewhere
 */
record BmffBinding(FileChannel in, List<Mp4Boxes.Box> boxes, boolean namesTree) implements Binding {
    private static final Set<String> LABELS = Set.of(BmffHash.LABEL, "c2pa.hash.bmff.v2");

    @Override
    public void check(Map<String, Map<String, Object>> said) throws IOException, UnreadableCredentialsException {
        List<String> bindings = LABELS.stream().filter(said::containsKey).toList();
        require(bindings.size() == 1, "The credentials are not bound to the video by one hash");
        Map<String, Object> binding = said.get(bindings.get(0));
        if (binding.containsKey("merkle")
                || !"sha256".equals(binding.getOrDefault("alg", "sha256"))
                || !exclusions(binding).equals(Set.of("/uuid", "/ftyp", "/mfra"))) {
            throw new UnsupportedCredentialsException(
                    "The video's hash is of a kind that is not checked here (Merkle tree or exclusions)");
        }
        require(!namesTree, "The box of credentials was changed: it points at a Merkle tree, and there is none");
        require(
                binding.get("hash") instanceof byte[] hash && MessageDigest.isEqual(hash, BmffHash.of(in, boxes)),
                "The video is not the one that was signed: picture, sound or index were changed");
    }

    /** The boxes that are left out; with a null where only some of such boxes are, or it does not say which. */
    private static Set<String> exclusions(Map<String, Object> binding) {
        Set<String> paths = new HashSet<>();
        if (binding.get("exclusions") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> exclusion) {
                    boolean whole = exclusion.get("subset") == null;
                    paths.add(whole && exclusion.get("xpath") instanceof String path ? path : null);
                }
            }
        }
        return paths;
    }
}
