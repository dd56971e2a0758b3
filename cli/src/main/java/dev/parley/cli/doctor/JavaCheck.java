package dev.parley.cli.doctor;

import dev.parley.contracts.Finding;
import java.util.List;

/** The Java that runs this, and with it all of a farm; and the machine its libraries are made for. */
final class JavaCheck {
    static List<Finding> look() {
        return List.of(look(Runtime.version().feature(), System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    static Finding look(int version, String system, String processor) {
        String found = "Java %d in %s, %s %s, %d processors"
                .formatted(
                        version,
                        System.getProperty("java.home"),
                        system,
                        processor,
                        Runtime.getRuntime().availableProcessors());
        if (version < 17) {
            return Finding.bad("java", found, "install Java 17 or newer, or set JAVA_HOME");
        }
        if (!system.equals("Linux") || !processor.equals("amd64")) {
            return Finding.bad("java", found, "use Linux on x86-64, the only platform with bundled FFmpeg and PyTorch");
        }
        return Finding.ok("java", found);
    }

    private JavaCheck() {}
}
