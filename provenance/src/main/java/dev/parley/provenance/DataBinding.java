package dev.parley.provenance;

import static dev.parley.provenance.CredentialReader.require;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/** Of a picture or a recording: a hash over all its bytes but those of the credentials ({@code c2pa.hash.data}). */
record DataBinding(FileChannel in, FoundStore store) implements Binding {
    private static final String LABEL = "c2pa.hash.data";

    @Override
    public void check(Map<String, Map<String, Object>> said) throws IOException, UnreadableCredentialsException {
        Map<String, Object> binding = said.get(LABEL);
        require(binding != null, "The credentials are not bound to the file by a hash");
        // Whoever may leave out more than the credentials may change more.
        if (!"sha256".equals(binding.getOrDefault("alg", "sha256")) || !leavesOutTheStoreAlone(binding)) {
            throw new UnsupportedCredentialsException(
                    "The file's hash is of a kind that is not checked here (not SHA-256, or other exclusions)");
        }
        BmffHash hash = new BmffHash();
        hash.copy(in, 0, store.offset(), null);
        hash.copy(in, store.end(), in.size() - store.end(), null);
        require(
                binding.get("hash") instanceof byte[] signed && MessageDigest.isEqual(signed, hash.value()),
                "The file is not the one that was signed");
    }

    private boolean leavesOutTheStoreAlone(Map<String, Object> binding) {
        return binding.get("exclusions") instanceof List<?> list
                && list.size() == 1
                && list.get(0) instanceof Map<?, ?> exclusion
                && Long.valueOf(store.offset()).equals(exclusion.get("start"))
                && Long.valueOf(store.size()).equals(exclusion.get("length"));
    }
}
