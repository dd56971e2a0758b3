package dev.parley.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests say what Kubernetes understands, and start what there is. */
class KubernetesTest {
    static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "batch/v1/Job", Job.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
            "v1/Service", Service.class,
            "apps/v1/Deployment", Deployment.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

    /** Not of Kubernetes itself; looked at one by one. */
    private static final List<String> OTHERS = List.of(
            "kustomize.config.k8s.io/v1beta1/Kustomization",
            "kustomize.config.k8s.io/v1alpha1/Component",
            "keda.sh/v1alpha1/ScaledObject");

    record Manifest(Path file, JsonNode yaml) {
        String kind() {
            return yaml.get("apiVersion").asText() + "/" + yaml.get("kind").asText();
        }

        @Override
        public String toString() {
            return "%s %s".formatted(file.getFileName(), kind());
        }
    }

    static Stream<Manifest> manifests() {
        return Repository.files("k8s", ".yaml").stream()
                .flatMap(file -> Repository.yaml(file).stream().map(document -> new Manifest(file, document)));
    }

    static Stream<Manifest> kubernetesOwn() {
        return manifests().filter(manifest -> !OTHERS.contains(manifest.kind()));
    }

    static Stream<Deployment> deployments() {
        return Stream.of("ingest", "worker", "assembler")
                .map(name -> Repository.yaml(Repository.file("k8s/base/" + name + ".yaml"))
                        .get(0))
                .map(yaml -> Repository.JSON.convertValue(yaml, Deployment.class));
    }

    @ParameterizedTest
    @MethodSource("kubernetesOwn")
    void everyFieldIsKnownAndOfItsType(Manifest manifest) throws Exception {
        assertThat(KINDS).containsKey(manifest.kind());
        HasMetadata object = Repository.JSON.convertValue(manifest.yaml(), KINDS.get(manifest.kind()));
        assertThat(StrictModel.unknownFields(object)).isEmpty();
        assertThat(object.getMetadata().getName()).isNotBlank();
    }

    @Test
    void aMisspeltFieldWouldBeFound() throws Exception {
        JsonNode yaml = Repository.yaml("k8s/base/worker.yaml");
        Deployment deployment = Repository.JSON.convertValue(yaml, Deployment.class);
        deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .setAdditionalProperty("imagePullPolicie", 1);
        assertThat(StrictModel.unknownFields(deployment))
                .containsExactly(".Spec.Template.Spec.Containers[0][imagePullPolicie]");
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void aServiceIsTheOneThatTheBuildMakesAndSaysHowItIs(Deployment deployment) {
        var container =
                deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
        String image = container.getImage();
        String service = image.replaceAll("parley/(.*):.*", "$1");
        assertThat(image).isEqualTo("parley/%s:%s".formatted(service, Repository.setting("parley.version")));
        assertThat(Repository.file(service).resolve("pom.xml")).isRegularFile();
        String port = container.getPorts().get(0).getContainerPort().toString();
        assertThat(container.getEnv()).anySatisfy(env -> assertThat(env.getName() + "=" + env.getValue())
                .isEqualTo("PARLEY_HTTP_PORT=" + port));
        assertThat(container.getStartupProbe()).isNotNull();
        assertThat(container.getReadinessProbe()).isNotNull();
        assertThat(container.getLivenessProbe()).isNotNull();
        assertThat(deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(30);
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    }

    @Test
    void whatAKustomizationNamesIsThere() {
        assertThat(manifests().filter(manifest -> manifest.kind().startsWith("kustomize.")))
                .hasSize(5)
                .allSatisfy(manifest -> {
                    Path folder = manifest.file().getParent();
                    manifest.yaml().get("resources").forEach(resource -> assertThat(folder.resolve(resource.asText()))
                            .exists());
                    manifest.yaml().path("patches").forEach(patch -> assertThat(
                                    folder.resolve(patch.get("path").asText()))
                            .exists());
                });
    }

    @Test
    void theScalerAsksForWhatIsRecordedAndScalesAWorkloadThatIsThere() {
        JsonNode scaler = Repository.yaml("k8s/overlays/l40s/scaler.yaml");
        JsonNode trigger = scaler.at("/spec/triggers/0");
        assertThat(trigger.get("type").asText()).isEqualTo("prometheus");
        assertThat(MetricNames.recorded())
                .contains(trigger.at("/metadata/query").asText());
        assertThat(deployments().map(deployment -> deployment.getMetadata().getName()))
                .contains(scaler.at("/spec/scaleTargetRef/name").asText());
    }
}
