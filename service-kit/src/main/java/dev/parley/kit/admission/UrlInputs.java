package dev.parley.kit.admission;

import dev.parley.contracts.WebUrl;
import java.io.IOException;
import java.io.InputStream;

/** Inputs that lie on web servers. */
interface UrlInputs {
    /**
     * Opens an input, to be read as it comes and closed.
     *
     * @param path the field, for the violation if it cannot be had
     * @return reading fails with a message that says why the rest cannot be had
     * @throws dev.parley.contracts.InvalidRequestException if it cannot be had
     * @throws IOException if it cannot be had, saying why
     * @throws BusyException if too many are being fetched
     */
    InputStream open(String path, WebUrl url) throws IOException;
}
