package dev.parley.ingest.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which methods a path has. RESTEasy answers another one with 405 and without {@code Allow}, which RFC 9110 asks for, or
 * with 404 where several classes share the beginning of a path.
 */
@Singleton
final class AllowedMethods {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private final Set<String> templates;
    private final Map<Pattern, Set<String>> paths;

    @Inject
    AllowedMethods(BeanManager beans) {
        Map<String, Set<String>> found = new HashMap<>();
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .distinct()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .forEach(type -> Stream.of(type.getDeclaredMethods()).forEach(method -> add(type, method, found)));
        templates = Set.copyOf(found.keySet());
        paths = found.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(path -> pattern(path.getKey()), Map.Entry::getValue));
    }

    private static void add(Class<?> type, Method method, Map<String, Set<String>> templates) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                Path path = method.getAnnotation(Path.class);
                String template = type.getAnnotation(Path.class).value() + (path == null ? "" : path.value());
                Set<String> methods = templates.computeIfAbsent(template, none -> new TreeSet<>());
                methods.add(verb.value());
                if (verb.value().equals(HttpMethod.GET)) {
                    methods.add(HttpMethod.HEAD);
                }
            }
        }
    }

    private static Pattern pattern(String template) {
        List<String> literals =
                Stream.of(PARAMETER.split(template, -1)).map(Pattern::quote).toList();
        return Pattern.compile(String.join("[^/]+", literals));
    }

    /** Whether a path is one of the service's, with its parameters in braces. */
    boolean isTemplate(String path) {
        return templates.contains(path);
    }

    /** In the order of the alphabet; none where there is no such path. */
    Set<String> of(String path) {
        return paths.entrySet().stream()
                .filter(template -> template.getKey().matcher(path).matches())
                .flatMap(template -> template.getValue().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
