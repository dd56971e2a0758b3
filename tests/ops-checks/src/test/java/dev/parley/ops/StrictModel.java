package dev.parley.ops;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the fields of a Kubernetes object that its type does not know: the model keeps them aside instead of refusing. */
final class StrictModel {
    private static final String MODEL = "io.fabric8.kubernetes.api.model";

    /** Paths of the unknown fields, as {@code .Spec.Template.Spec[replicaz]}. */
    static List<String> unknownFields(Object object) throws ReflectiveOperationException {
        List<String> unknown = new ArrayList<>();
        walk(object, "", unknown);
        return unknown;
    }

    private static void walk(Object object, String path, List<String> unknown) throws ReflectiveOperationException {
        if (object instanceof Collection<?> many) {
            int index = 0;
            for (Object each : many) {
                walk(each, path + "[" + index++ + "]", unknown);
            }
        } else if (object instanceof KubernetesResource) {
            for (Method getter : getters(object)) {
                Object value = getter.invoke(object);
                if (getter.getName().equals("getAdditionalProperties")) {
                    ((Map<?, ?>) value).keySet().forEach(field -> unknown.add(path + "[" + field + "]"));
                } else {
                    walk(value, path + "." + getter.getName().substring(3), unknown);
                }
            }
        }
    }

    private static List<Method> getters(Object object) {
        return Stream.of(object.getClass().getMethods())
                .filter(method -> method.getName().startsWith("get") && method.getParameterCount() == 0)
                .filter(method -> method.getDeclaringClass().getName().startsWith(MODEL))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    private StrictModel() {}
}
