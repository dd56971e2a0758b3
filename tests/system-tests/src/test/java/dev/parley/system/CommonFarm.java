package dev.parley.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One farm of three workers, whose traces are collected, for all classes that take a {@link Farm}, some of them at the same time; it ends with the
 * last test. Whoever takes it breaks nothing, and looks at jobs of its own only.
 */
final class CommonFarm implements ParameterResolver {
    /**
     * Letters as in Turkish, digits as in Arabic: what Java would derive from {@code LC_ALL=tr_TR.UTF-8} and
     * {@code ar_EG.UTF-8}, both at once. Nothing that one machine writes for another may depend on it.
     */
    private static final String STRANGE_LOCALE = "-Duser.language=tr -Duser.country=TR -Duser.extensions=u-nu-arab";

    /** Videos have no watermark: it tells two jobs of one request apart, whose pictures are compared. */
    private static final Map<String, String> SETTINGS =
            Map.of("JDK_JAVA_OPTIONS", STRANGE_LOCALE, "PARLEY_WATERMARK_ENABLED", "false");

    private record Started(Farm farm, TraceCollector collector, Path folder) implements AutoCloseable {
        static Started start() {
            Farm farm = null;
            TraceCollector collector = null;
            try {
                collector = TraceCollector.start();
                Map<String, String> settings = new HashMap<>(SETTINGS);
                settings.putAll(collector.settings());
                Path folder = Files.createTempDirectory("parley-farm-");
                farm = new Farm(folder, settings);
                return new Started(farm.start(3), collector, folder);
            } catch (Exception e) {
                if (farm != null) {
                    farm.close();
                }
                if (collector != null) {
                    collector.close();
                }
                throw new IllegalStateException("The farm cannot be started", e);
            }
        }

        @Override
        public void close() throws IOException {
            farm.close();
            collector.close();
            try {
                JudgedVideos.requireValid(folder);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Nobody waited for the verdict on the videos", e);
            } finally {
                PathUtils.deleteDirectory(folder);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Farm.class
                || parameter.getParameter().getType() == TraceCollector.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Started started = test.getRoot()
                .getStore(Namespace.create(CommonFarm.class))
                .computeIfAbsent("farm", key -> Started.start(), Started.class);
        return parameter.getParameter().getType() == Farm.class ? started.farm() : started.collector();
    }
}
