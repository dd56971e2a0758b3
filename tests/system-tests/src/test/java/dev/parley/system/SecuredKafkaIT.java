package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services on a broker that takes nobody without TLS and SCRAM, each with a user of its own that may do what
 * {@code infra/kafka/acls.csv} says and no more.
 */
class SecuredKafkaIT {
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private static final String ADMIN_KEY = "parley_00000000ad01_" + "5c".repeat(32);

    @TempDir
    static Path folder;

    private static final Map<String, String> PASSWORDS = new HashMap<>();
    private static final Map<String, Part> PARTS = new HashMap<>();
    private static Certificates certificates;
    private static String kafka;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.make(Files.createDirectories(folder.resolve("tls")));
        for (String user : List.of("admin", "ingest", "worker", "assembler", "publisher")) {
            PASSWORDS.put(user, UUID.randomUUID().toString());
        }
        startBroker();
        try (Admin admin = Admin.create(client("admin", "PLAIN"))) {
            prepare(admin);
        }
        Farm farm = new Farm(folder, Map.of());
        farm.startStore();
        PARTS.put("store", farm.store());
        String store = "http://127.0.0.1:" + farm.storePort();
        URI ingest = service("ingest-service", "ingest", store);
        URI assembler = service("assembler-service", "assembler", store);
        URI worker = service("render-worker", "worker", store);
        for (var service : Map.of("ingest", ingest, "assembler", assembler, "worker", worker)
                .entrySet()) {
            Farm.awaitReady(new Farm.Service(PARTS.get(service.getKey()), service.getValue()));
        }
        api = new Api(ingest, ADMIN_KEY);
    }

    private static void startBroker() throws Exception {
        int client = Farm.freePort();
        int inner = Farm.freePort();
        int controller = Farm.freePort();
        kafka = "127.0.0.1:" + client;
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "listeners",
                "CLIENT://127.0.0.1:%d,INNER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(client, inner, controller),
                "advertised.listeners",
                "CLIENT://127.0.0.1:%d,INNER://127.0.0.1:%d".formatted(client, inner),
                "listener.security.protocol.map",
                "CLIENT:SASL_SSL,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "INNER",
                "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-512",
                "listener.name.client.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_admin=\"%s\";"
                        .formatted(PASSWORDS.get("admin")),
                "listener.name.client.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                // Anonymous is the broker itself, on the two listeners that clients are not told of.
                "super.users",
                "User:admin;User:ANONYMOUS"));
        settings.putAll(Map.of(
                "ssl.keystore.type", "PKCS12",
                "ssl.keystore.location", certificates.keyStore().toString(),
                "ssl.keystore.password", certificates.password()));
        Path file = folder.resolve("broker.properties");
        store(settings, file);
        Properties ports = new Properties();
        ports.setProperty("client", Integer.toString(client));
        ports.setProperty("controller", Integer.toString(controller));
        Path data = Files.createDirectories(folder.resolve("broker"));
        store(ports, data.resolve("ports.properties"));
        Part broker = Part.start(
                "broker",
                folder,
                Distribution.library("broker", data.toString()),
                Map.of("PARLEY_BROKER_PROPERTIES", file.toString()));
        PARTS.put("broker", broker);
        await().atMost(LONGEST).until(() -> {
            assertThat(broker.isAlive()).as(broker.output()).isTrue();
            return broker.output().contains("READY port=" + client);
        });
    }

    private static void store(Properties properties, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
    }

    private static Map<String, Object> client(String user, String mechanism) {
        String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                kafka,
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";"
                        .formatted(module, user, PASSWORDS.get(user)),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.authority().toString()));
    }

    /** What {@code infra/kafka/prepare} does with Kafka's own tools. */
    private static void prepare(Admin admin) throws Exception {
        admin.alterUserScramCredentials(PASSWORDS.entrySet().stream()
                        .filter(user -> !user.getKey().equals("admin"))
                        .<UserScramCredentialAlteration>map(user -> new UserScramCredentialUpsertion(
                                user.getKey(),
                                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                                user.getValue()))
                        .toList())
                .all()
                .get();
        admin.createTopics(Topics.ALL.stream()
                        .map(name -> new NewTopic(name, 1, (short) 1)
                                .configs(
                                        Topics.COMPACTED.contains(name)
                                                ? Map.of("cleanup.policy", "compact")
                                                : Map.of()))
                        .toList())
                .all()
                .get();
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.GROUP, Topics.WORKERS),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        List<AclBinding> rights = new ArrayList<>();
        for (String line : Files.readAllLines(Distribution.PROJECT.resolve("infra/kafka/acls.csv")).stream()
                .skip(1)
                .toList()) {
            String[] words = line.split(",");
            rights.add(right(
                    words[0],
                    ResourceType.valueOf(words[1].toUpperCase(Locale.ROOT)),
                    PatternType.valueOf(words[2].toUpperCase(Locale.ROOT)),
                    words[3],
                    AclOperation.valueOf(words[4].toUpperCase(Locale.ROOT))));
        }
        rights.add(right("publisher", ResourceType.TOPIC, PatternType.LITERAL, Topics.REQUESTS, AclOperation.WRITE));
        admin.createAcls(rights).all().get();
    }

    private static AclBinding right(
            String user, ResourceType type, PatternType pattern, String name, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private static URI service(String service, String user, String store) throws IOException {
        int port = Farm.freePort();
        Map<String, String> environment = new HashMap<>(Map.of(
                "PARLEY_KAFKA", kafka,
                "PARLEY_TOPICS_CREATE", "false",
                "PARLEY_S3_ENDPOINT", store,
                "PARLEY_S3_ACCESS_KEY", "key",
                "PARLEY_S3_SECRET_KEY", "secret-of-the-test",
                "PARLEY_HTTP_PORT", Integer.toString(port),
                "PARLEY_ENGINES_AVAILABLE", "pantomime",
                "PARLEY_ENGINES_STANDARD", "pantomime",
                "PARLEY_WORK_DIR", folder.resolve("work-" + user).toString()));
        environment.put("PARLEY_ACCESS", "keys");
        environment.put("PARLEY_ACCESS_ADMIN_KEY", ADMIN_KEY);
        // As the documentation says it.
        environment.putAll(Map.of(
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                "KAFKA_SASL_JAAS_CONFIG",
                        client(user, "SCRAM-SHA-512").get("sasl.jaas.config").toString(),
                "KAFKA_SSL_TRUSTSTORE_TYPE", "PEM"));
        if (user.equals("worker")) {
            environment.put("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", Files.readString(certificates.authority()));
        } else {
            environment.put(
                    "KAFKA_SSL_TRUSTSTORE_LOCATION", certificates.authority().toString());
        }
        PARTS.put(user, Part.start(user, folder, Distribution.service(service), environment));
        return URI.create("http://127.0.0.1:" + port);
    }

    @AfterAll
    static void stop() {
        for (String part : List.of("ingest", "worker", "assembler", "store", "broker")) {
            if (PARTS.get(part) != null) {
                PARTS.get(part).close();
            }
        }
    }

    @Test
    void aVideoIsMadeByUsersWithTheLeastRights() throws Exception {
        String picture = api.upload(Files.readAllBytes(Distribution.PROJECT.resolve("samples/woman.png")));
        String request = Json.write(Map.of(
                "image",
                picture,
                "engine",
                "pantomime",
                "speakers",
                List.of(Map.of("text", "Hello, secured broker."))));
        JsonNode posted = api.awaitEnd(api.accepted(request), LONGEST);
        assertThat(posted.path("status").asText()).as(posted.toString()).isEqualTo("completed");

        String published = UUID.randomUUID().toString();
        send("publisher", Topics.REQUESTS, published, request);
        JsonNode answered = api.awaitJob(
                published, LONGEST, job -> job.path("status").asText().equals("completed"));
        assertThat(answered.path("jobId").asText()).isEqualTo(published);

        String made = api.post("/v1/keys", Json.write(Map.of("name", "a key of a secured farm")))
                .body()
                .path("key")
                .asText();
        assertThat(new Api(api.base(), made).job(published).status()).isEqualTo(200);

        for (String service : List.of("ingest", "worker", "assembler")) {
            String log = PARTS.get(service).output();
            assertThat(log).as(service).doesNotContainIgnoringCase("AuthorizationException", "not authorized");
            PASSWORDS.values().forEach(password -> assertThat(log).as(service).doesNotContain(password));
        }
    }

    @Test
    void whoMayPublishRequestsMayNotForgeEventsOrKeys() {
        for (String topic : List.of(Topics.EVENTS, Topics.KEYS, Topics.JOBS)) {
            assertThatThrownBy(() -> send("publisher", topic, "x", "{}"))
                    .as(topic)
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThatThrownBy(() -> send("assembler", Topics.REQUESTS, "x", "{}"))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    private static void send(String user, String topic, String key, String value)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client(user, "SCRAM-SHA-512"), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }
}
