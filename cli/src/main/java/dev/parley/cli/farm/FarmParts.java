package dev.parley.cli.farm;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The processes of a farm, as far as each can be described before those it needs are up. */
interface FarmParts {
    ProcessSpec broker() throws FarmStartException;

    ProcessSpec store() throws FarmStartException;

    /** In the order in which they are to be started. */
    List<ProcessSpec> services(int kafkaPort, int storePort) throws FarmStartException, IOException;

    /** Where the farm is to be spoken to once all services are ready. */
    URI url();
}
