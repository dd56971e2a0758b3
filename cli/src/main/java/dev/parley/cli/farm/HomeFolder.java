package dev.parley.cli.farm;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whose files these are: {@code $HOME}, and what Java knows only after that. For a user without an entry in passwd, as
 * containers run programs under, Java says {@code ?}, and libraries would unpack themselves into a folder of that name.
 */
public final class HomeFolder {
    /** Nothing where neither the environment nor Java knows one. */
    public static Optional<Path> of(Map<String, String> environment) {
        return absolute(environment.get("HOME")).or(() -> absolute(System.getProperty("user.home")));
    }

    /** For a process of a farm, which needs one: {@code dataDir} where there is no other. */
    static String orIn(Path dataDir) {
        return of(System.getenv()).orElse(dataDir).toString();
    }

    private static Optional<Path> absolute(String folder) {
        try {
            return Optional.ofNullable(folder).map(Path::of).filter(Path::isAbsolute);
        } catch (InvalidPathException notInThisEncoding) {
            return Optional.empty();
        }
    }

    private HomeFolder() {}
}
