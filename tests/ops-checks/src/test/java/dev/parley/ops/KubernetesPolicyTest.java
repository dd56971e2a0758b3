package dev.parley.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.ops.Cluster.Pods;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a careful operator asks of manifests, asked of what each overlay comes to. Where kubectl is installed. */
class KubernetesPolicyTest {
    private static final List<String> SERVICES = List.of("ingest", "worker", "assembler");
    private static final Duration TO_LEAVE = Duration.ofSeconds(15);

    @BeforeAll
    static void kubectl() {
        assumeTrue(Repository.isOnPath("kubectl"), "kubectl is not installed");
    }

    static Stream<Cluster> clusters() {
        return PutTogether.ALL.stream();
    }

    /** Once for all tests, and not before kubectl is known to be there. */
    private static final class PutTogether {
        static final List<Cluster> ALL = Stream.of("base", "overlays/l40s", "overlays/l40s-node", "overlays/l40s-spot")
                .map(Cluster::of)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void everyPatchedObjectIsOneThatKubernetesKnows(Cluster cluster) throws Exception {
        for (HasMetadata object : cluster.objects()) {
            assertThat(StrictModel.unknownFields(object))
                    .as(object.getMetadata().getName())
                    .isEmpty();
            assertThat(object.getMetadata().getNamespace()).isEqualTo("parley");
        }
        assertThat(cluster.pods()).extracting(Pods::name).containsAll(SERVICES);
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void podsMayDoNothingButTheirWork(Cluster cluster) {
        assertThat(cluster.pods()).allSatisfy(pods -> {
            PodSpec spec = pods.template().getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getEnableServiceLinks()).isFalse();
            assertThat(spec.getHostNetwork()).isNull();
            assertThat(spec.getHostPID()).isNull();
            assertThat(spec.getHostIPC()).isNull();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isPositive();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getVolumes())
                    .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
            assertThat(spec.getContainers()).hasSize(1);
            var rights = pods.container().getSecurityContext();
            assertThat(rights.getReadOnlyRootFilesystem()).isTrue();
            assertThat(rights.getAllowPrivilegeEscalation()).isFalse();
            assertThat(rights.getPrivileged()).isNull();
            assertThat(rights.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(rights.getCapabilities().getAdd()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void aContainerSaysWhatItNeedsAndOfWhichVersionItIs(Cluster cluster) {
        assertThat(cluster.pods()).allSatisfy(pods -> {
            Container container = pods.container();
            assertThat(container.getImage()).endsWith(":" + Repository.setting("parley.version"));
            Map<String, Quantity> requests = container.getResources().getRequests();
            Map<String, Quantity> limits = container.getResources().getLimits();
            assertThat(requests).containsKeys("cpu", "memory");
            assertThat(Quantity.getAmountInBytes(limits.get("memory")))
                    .isGreaterThanOrEqualTo(Quantity.getAmountInBytes(requests.get("memory")));
            assertThat(container.getVolumeMounts())
                    .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
        });
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void probesAskAPortThatTheContainerHas(Cluster cluster) {
        for (String service : SERVICES) {
            Container container = cluster.pods(service).container();
            assertThat(Stream.of(
                            container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe()))
                    .extracting(Probe::getHttpGet)
                    .allSatisfy(probe -> assertThat(ports(container))
                            .contains(probe.getPort().getStrVal()));
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void volumesAndSettingsAreThere(Cluster cluster) {
        Set<String> claims = names(cluster.all(PersistentVolumeClaim.class));
        Set<String> maps = names(cluster.all(ConfigMap.class));
        for (Pods pods : cluster.pods()) {
            Set<String> mounted = new TreeSet<>();
            pods.template().getSpec().getVolumes().forEach(volume -> {
                mounted.add(volume.getName());
                if (volume.getPersistentVolumeClaim() != null) {
                    assertThat(claims)
                            .contains(volume.getPersistentVolumeClaim().getClaimName());
                }
            });
            assertThat(pods.container().getVolumeMounts())
                    .allSatisfy(mount -> assertThat(mounted).contains(mount.getName()));
            pods.container().getEnvFrom().stream()
                    .filter(from -> from.getConfigMapRef() != null)
                    .forEach(from ->
                            assertThat(maps).contains(from.getConfigMapRef().getName()));
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void everySettingIsRead(Cluster cluster) {
        Set<String> set =
                new TreeSet<>(cluster.all(ConfigMap.class).get(0).getData().keySet());
        cluster.pods().forEach(pods -> pods.container().getEnv().forEach(env -> set.add(env.getName())));
        // The JVM's own.
        set.remove("JAVA_TOOL_OPTIONS");
        assertThat(EnvironmentNames.environmentNames()).containsAll(set);
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void servicesAndBudgetsSelectOneWorkloadEach(Cluster cluster) {
        for (Service service : cluster.all(Service.class)) {
            List<Pods> selected = selected(cluster, service.getSpec().getSelector());
            assertThat(selected).hasSize(1);
            service.getSpec().getPorts().forEach(port -> assertThat(
                            ports(selected.get(0).container()))
                    .contains(port.getTargetPort().getStrVal()));
        }
        Set<String> protectedPods = new TreeSet<>();
        for (PodDisruptionBudget budget : cluster.all(PodDisruptionBudget.class)) {
            List<Pods> selected =
                    selected(cluster, budget.getSpec().getSelector().getMatchLabels());
            assertThat(selected).hasSize(1);
            protectedPods.add(selected.get(0).name());
            // One that lets nobody leave would hold up every upgrade of a node.
            assertThat(budget.getSpec().getMinAvailable()).isNull();
            assertThat(budget.getSpec().getMaxUnavailable()).isNotNull();
        }
        assertThat(protectedPods).containsExactlyInAnyOrderElementsOf(SERVICES);
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void nobodyTalksToAnybodyUnlessAllowed(Cluster cluster) {
        List<NetworkPolicy> policies = cluster.all(NetworkPolicy.class);
        assertThat(policies)
                .filteredOn(policy -> matches(policy.getSpec().getPodSelector(), Map.of())
                        && policy.getSpec().getIngress().isEmpty()
                        && policy.getSpec().getEgress().isEmpty())
                .singleElement()
                .satisfies(policy ->
                        assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress"));
        for (NetworkPolicy policy : policies) {
            List<Pods> selected = cluster.pods().stream()
                    .filter(pods -> matches(policy.getSpec().getPodSelector(), pods.labels()))
                    .toList();
            assertThat(selected).as(policy.getMetadata().getName()).isNotEmpty();
            policy.getSpec().getIngress().forEach(rule -> rule.getPorts()
                    .forEach(port -> assertThat(selected).allSatisfy(pods -> assertThat(ports(pods.container()))
                            .contains(port.getPort().getStrVal()))));
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void workersAndAssemblersReachNamesBrokerAndStoreOnly(Cluster cluster) {
        Map<String, String> settings = cluster.all(ConfigMap.class).get(0).getData();
        Set<String> neighbors = Set.of(
                "kube-system:53",
                neighbor(settings.get("PARLEY_KAFKA")),
                neighbor(settings.get("PARLEY_S3_ENDPOINT").replaceFirst("^https?://", "")));
        assertThat(reached(cluster, "worker")).isEqualTo(neighbors);
        assertThat(reached(cluster, "assembler")).isEqualTo(neighbors);
        Set<String> ingest = new TreeSet<>(neighbors);
        ingest.addAll(Set.of("0.0.0.0/0:80", "0.0.0.0/0:443"));
        assertThat(reached(cluster, "ingest")).isEqualTo(ingest);
    }

    @Test
    void tracesGoToTheCollectorThatTheirComponentNamesAndToNothingBesideIt(@TempDir Path folder) throws Exception {
        Path k8s = folder.toRealPath().relativize(Repository.file("k8s").toRealPath());
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [%1$s/overlays/l40s]
                components: [%1$s/components/traces]
                """
                        .formatted(k8s));
        Cluster plain = clusters()
                .filter(each -> each.name().equals("overlays/l40s"))
                .findFirst()
                .orElseThrow();
        Cluster traced = Cluster.of(folder.toString());
        String collector = neighbor(traced.all(ConfigMap.class)
                .get(0)
                .getData()
                .get("OTEL_EXPORTER_OTLP_ENDPOINT")
                .replaceFirst("^https?://", ""));
        for (String service : SERVICES) {
            Set<String> reached = reached(plain, service);
            reached.add(collector);
            assertThat(reached(traced, service)).isEqualTo(reached);
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void aWorkerIsLeftTheTimeThatItTakesToStop(Cluster cluster) {
        Pods worker = cluster.pods("worker");
        Duration stop = Duration.parse("PT" + worker.env("PARLEY_WORKER_STOP_GRACE"));
        assertThat(Duration.ofSeconds(worker.template().getSpec().getTerminationGracePeriodSeconds()))
                .isGreaterThanOrEqualTo(stop.plus(TO_LEAVE));
    }

    @Test
    void aSpotWorkerIsGoneBeforeItsNodeAndNoBudgetKeepsItFromBeingTold() {
        Cluster spot = clusters()
                .filter(each -> each.name().equals("overlays/l40s-spot"))
                .findFirst()
                .orElseThrow();
        PodSpec worker = spot.pods("worker").template().getSpec();
        assertThat(worker.getTerminationGracePeriodSeconds()).isLessThan(120);
        assertThat(worker.getTolerations()).extracting(each -> each.getKey()).contains("parley.dev/spot");
        assertThat(spot.pods("ingest").template().getSpec().getTolerations()).isEmpty();
        assertThat(spot.all(PodDisruptionBudget.class))
                .filteredOn(budget -> budget.getMetadata().getName().equals("worker"))
                .singleElement()
                .satisfies(budget -> assertThat(
                                budget.getSpec().getMaxUnavailable().getStrVal())
                        .isEqualTo("100%"));
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void aNewWorkerDoesNotWaitForAGpuThatTheOldOneHas(Cluster cluster) {
        if (!cluster.pods("worker").container().getResources().getLimits().containsKey("nvidia.com/gpu")) {
            return;
        }
        Deployment worker = cluster.all(Deployment.class).stream()
                .filter(each -> each.getMetadata().getName().equals("worker"))
                .findFirst()
                .orElseThrow();
        assertThat(worker.getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getIntVal())
                .isZero();
        boolean scaled = cluster.yaml().stream()
                .anyMatch(document -> document.get("kind").asText().equals("ScaledObject"));
        // Either KEDA says how many there are, or the manifest does.
        assertThat(worker.getSpec().getReplicas() == null).isEqualTo(scaled);
    }

    private static Set<String> reached(Cluster cluster, String pods) {
        Set<String> reached = new TreeSet<>();
        for (NetworkPolicy policy : cluster.all(NetworkPolicy.class)) {
            if (matches(policy.getSpec().getPodSelector(), cluster.pods(pods).labels())) {
                policy.getSpec().getEgress().forEach(rule -> reached.addAll(reached(rule)));
            }
        }
        return reached;
    }

    private static Set<String> reached(NetworkPolicyEgressRule rule) {
        // No peers or no ports would mean all of them.
        assertThat(rule.getTo()).isNotEmpty();
        assertThat(rule.getPorts()).isNotEmpty();
        Set<String> reached = new TreeSet<>();
        rule.getTo().forEach(peer -> rule.getPorts().forEach(port -> {
            String who = peer.getIpBlock() != null
                    ? peer.getIpBlock().getCidr()
                    : peer.getNamespaceSelector().getMatchLabels().get("kubernetes.io/metadata.name");
            reached.add(who + ":" + port.getPort().getIntVal());
        }));
        return reached;
    }

    /** {@code kafka-bootstrap.kafka:9092} is in the namespace {@code kafka}. */
    private static String neighbor(String address) {
        return address.substring(address.indexOf('.') + 1);
    }

    private static List<Pods> selected(Cluster cluster, Map<String, String> labels) {
        return cluster.pods().stream()
                .filter(pods -> pods.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    private static boolean matches(LabelSelector selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
                && selector.getMatchExpressions().stream()
                        .allMatch(in ->
                                in.getOperator().equals("In") && in.getValues().contains(labels.get(in.getKey())));
    }

    private static List<String> ports(Container container) {
        return container.getPorts().stream().map(ContainerPort::getName).toList();
    }

    private static Set<String> names(List<? extends HasMetadata> objects) {
        Set<String> names = new TreeSet<>();
        objects.forEach(object -> names.add(object.getMetadata().getName()));
        return names;
    }
}
