package dev.parley.provenance;

import java.io.IOException;
import java.util.Map;

/** How credentials say which file they are of. */
@FunctionalInterface
interface Binding {
    /**
     * @param said the assertions, by label
     * @throws UnreadableCredentialsException if the file is another one than was signed
     */
    void check(Map<String, Map<String, Object>> said) throws IOException, UnreadableCredentialsException;
}
