package dev.parley.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages that people read: lines that fit a terminal and a diff, links that lead somewhere. */
class DocumentationTest {
    private static final int COLUMNS = 120;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```");

    @Test
    void proseIsAtMost120ColumnsWide() {
        List<String> tooLong = new ArrayList<>();
        for (Path page : Repository.pages()) {
            List<String> lines = Repository.text(page).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (isTooLong(lines.get(i))) {
                    tooLong.add("%s:%d has %d columns".formatted(page, i + 1, width(lines.get(i))));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void linksBetweenPagesLeadToAFileAndAHeading() {
        Set<String> broken = new TreeSet<>();
        for (Path page : Repository.pages()) {
            LINK.matcher(FENCE.matcher(Repository.text(page)).replaceAll(""))
                    .results()
                    .map(found -> found.group(1))
                    .filter(target -> !target.contains("://") && !leadsSomewhere(page, target))
                    .forEach(target -> broken.add(page + " links to " + target));
        }
        assertThat(broken).isEmpty();
    }

    /** A table row and a line without a place to break it, such as a URL, may be longer. */
    private static boolean isTooLong(String line) {
        return width(line) > COLUMNS && !line.startsWith("|") && line.strip().lastIndexOf(' ', COLUMNS) > "- ".length();
    }

    private static int width(String line) {
        return line.codePointCount(0, line.length());
    }

    private static boolean leadsSomewhere(Path page, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        return Files.exists(file) && (parts.length == 1 || headings(file).contains(parts[1]));
    }

    /** The fragments that a page's headings have on the web. */
    private static List<String> headings(Path page) {
        return FENCE.matcher(Repository.text(page))
                .replaceAll("")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }
}
