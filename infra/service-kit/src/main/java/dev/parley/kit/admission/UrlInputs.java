package dev.parley.kit.admission;

import java.net.URI;

/** Inputs that lie on web servers. */
interface UrlInputs {
    /**
     * @param path the field, for the violation if it cannot be had
     * @throws dev.parley.contracts.InvalidRequestException if it cannot be had
     */
    byte[] fetch(String path, URI uri);
}
