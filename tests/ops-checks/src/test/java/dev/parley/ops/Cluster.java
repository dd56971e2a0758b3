package dev.parley.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a cluster would get of one of our kustomizations: all of its objects, patched. */
record Cluster(String name, List<JsonNode> yaml) {
    /** Pods as their Deployment or Job describes them. */
    record Pods(String name, PodTemplateSpec template) {
        Map<String, String> labels() {
            return template.getMetadata().getLabels();
        }

        Container container() {
            return template.getSpec().getContainers().get(0);
        }

        String env(String variable) {
            return container().getEnv().stream()
                    .filter(env -> env.getName().equals(variable))
                    .map(env -> env.getValue())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("%s has no %s".formatted(name, variable)));
        }
    }

    /** As kubectl, which needs no cluster for it, puts them together. */
    static Cluster of(String kustomization) {
        try {
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", kustomization)
                    .directory(Repository.file("k8s").toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kubectl.waitFor() != 0) {
                throw new AssertionError("kubectl cannot put k8s/%s together".formatted(kustomization));
            }
            return new Cluster(kustomization, Repository.documents(said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while kubectl runs", e);
        }
    }

    /** All that are Kubernetes' own. */
    List<HasMetadata> objects() {
        return yaml.stream()
                .filter(document -> KubernetesTest.KINDS.containsKey(kind(document)))
                .map(document ->
                        (HasMetadata) Repository.JSON.convertValue(document, KubernetesTest.KINDS.get(kind(document))))
                .toList();
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Pods> pods() {
        return Stream.concat(
                        all(Deployment.class).stream()
                                .map(each -> new Pods(
                                        each.getMetadata().getName(),
                                        each.getSpec().getTemplate())),
                        all(Job.class).stream()
                                .map(each -> new Pods(
                                        each.getMetadata().getName(),
                                        each.getSpec().getTemplate())))
                .toList();
    }

    Pods pods(String name) {
        return pods().stream()
                .filter(pods -> pods.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String kind(JsonNode document) {
        return document.get("apiVersion").asText() + "/" + document.get("kind").asText();
    }

    @Override
    public String toString() {
        return name;
    }
}
