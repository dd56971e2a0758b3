package dev.parley.cli.doctor;

import dev.parley.contracts.Finding;
import java.util.List;

/** Looks at something that a farm needs. */
@FunctionalInterface
interface Check {
    /** What is found; several where one look tells of several things. */
    List<Finding> look() throws Exception;
}
