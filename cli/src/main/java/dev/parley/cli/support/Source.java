package dev.parley.cli.support;

/** Something of a farm, which may not answer. */
public interface Source {
    String text() throws Exception;
}
