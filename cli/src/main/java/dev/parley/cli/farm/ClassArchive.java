package dev.parley.cli.farm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Archives of loaded classes (application CDS), beside the jars they belong to. A program that maps one needs half the
 * processor time to start. One that is missing, or of another Java or jar, is ignored by the JVM.
 */
enum ClassArchive {
    USE {
        @Override
        List<String> flags(Path archive) {
            return Files.exists(archive)
                    ? List.of(
                            "-XX:SharedArchiveFile=" + archive,
                            "-Xshare:auto",
                            "-Xlog:disable",
                            "-Xlog:all=error:stderr")
                    : List.of();
        }
    },
    /** Written when the program ends, which takes seconds. */
    MAKE {
        @Override
        List<String> flags(Path archive) {
            return List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr");
        }
    };

    abstract List<String> flags(Path archive);

    /** The archive of a program that is started by its jar. */
    static Path of(Path jar) {
        return jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ".jsa"));
    }
}
