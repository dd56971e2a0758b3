package dev.parley.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of a test's own and a certificate of it for 127.0.0.1, made by the JDK's keytool. */
record Certificates(Path authority, Path keyStore, String password) {
    private static final String PASSWORD = "changed-for-every-test";

    static Certificates make(Path folder) throws IOException, InterruptedException {
        Path stores = folder.resolve("authority.p12");
        Path key = folder.resolve("server.p12");
        Path ca = folder.resolve("ca.pem");
        Path request = folder.resolve("server.csr");
        Path certificate = folder.resolve("server.pem");
        String[] fresh = {"-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"};
        keytool(stores, "-genkeypair", "-alias", "ca", "-dname", "CN=Farm test authority", "-ext", "bc:c", fresh);
        keytool(stores, "-exportcert", "-alias", "ca", "-rfc", "-file", ca.toString());
        keytool(key, "-genkeypair", "-alias", "server", "-dname", "CN=localhost", fresh);
        keytool(key, "-certreq", "-alias", "server", "-file", request.toString());
        keytool(
                stores,
                "-gencert",
                "-alias",
                "ca",
                "-rfc",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString());
        keytool(key, "-importcert", "-noprompt", "-alias", "ca", "-file", ca.toString());
        keytool(key, "-importcert", "-noprompt", "-alias", "server", "-file", certificate.toString());
        return new Certificates(ca, key, PASSWORD);
    }

    private static void keytool(Path store, Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (Object word : words) {
            command.addAll(word instanceof String[] several ? List.of(several) : List.of((String) word));
        }
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("%s: %s".formatted(command, said));
        }
    }
}
