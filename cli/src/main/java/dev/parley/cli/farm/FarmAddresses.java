package dev.parley.cli.farm;

import java.net.URI;

/**
 * Where a running farm can be spoken to, from this machine.
 *
 * @param page the page and the REST API
 * @param kafka what clients put into {@code bootstrap.servers}
 * @param store the S3 endpoint
 */
public record FarmAddresses(URI page, String kafka, URI store) {}
