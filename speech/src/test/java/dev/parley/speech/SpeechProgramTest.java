package dev.parley.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are shell scripts: what is done with them is the same. */
class SpeechProgramTest {
    /** One sample, 22,050 Hz, with the length that espeak-ng writes when it does not know. */
    private static final String WAV =
            "printf 'RIFF\\377\\377\\377\\177WAVEfmt \\020\\0\\0\\0\\001\\0\\001\\0\\042\\126\\0\\0"
                    + "\\104\\254\\0\\0\\002\\0\\020\\0data\\377\\377\\377\\177\\0\\100'";

    @TempDir
    private Path folder;

    @Test
    void voicesOfEspeakAreListedByLanguage() throws IOException {
        program(
                "espeak-ng",
                """
                cat <<'END'
                Pty Language       Age/Gender VoiceName          File                 Other Languages
                 5  af              --/M      Afrikaans          gmw/af
                 2  en-us           --/M      English_(America)  gmw/en-US            (en 3)
                 5  en-us           --/F      Other              mb/mb-us1
                END
                """);
        assertThat(Voices.installed(List.of(folder)).all())
                .extracting(SpeechVoice::name)
                .containsExactly("kate", "kevin", "bruno", "kim", "rose", "paul", "espeak-ng/af", "espeak-ng/en-us");
    }

    @Test
    void theProgramGetsFixedArgumentsAndTheTextOnStandardInput() throws Exception {
        program(
                "flite",
                """
                [ "$1" = -lv ] && { echo "Voices available: kal slt"; exit; }
                echo "$@" >%1$s/arguments; cat >%1$s/text; while [ "$1" != -o ]; do shift; done; %2$s >"$2"
                """
                        .formatted(folder, WAV));
        SpokenSentence spoken = Voices.installed(List.of(folder)).speak("flite/slt", "-o x; “$(hi)”");
        assertThat(spoken.rate()).isEqualTo(22_050);
        assertThat(spoken.samples()).containsExactly(0.5f);
        assertThat(Files.readString(folder.resolve("text"))).isEqualTo("-o x; $(hi)\n");
        assertThat(Files.readString(folder.resolve("arguments"))).startsWith("-voice slt -f - -o ");
    }

    @Test
    void aProgramThatAnswersWithNothingHasNoVoices() throws IOException {
        program("espeak-ng", "exit 1");
        program("flite", "echo nonsense");
        assertThat(SpeechProgram.on(List.of(folder))).isEmpty();
    }

    @Test
    void whatTakesTooLongIsKilled() throws IOException {
        Path slow = program("slow", "sleep 600 & echo $! >%s/child; sleep 600".formatted(folder));
        ProgramRun run = new ProgramRun(slow, Duration.ofSeconds(2), 1000);
        assertThatThrownBy(() -> run.writes(List.of(), ""))
                .isInstanceOf(SpeechException.class)
                .hasMessage("slow failed: it took more than 2 s");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        ProcessHandle.of(child).ifPresent(left -> left.onExit().join());
    }

    @Test
    void whatWritesTooMuchIsKilled() throws IOException {
        Path noisy = program("noisy", "exec cat /dev/zero");
        assertThatThrownBy(() -> new ProgramRun(noisy, Duration.ofMinutes(5), 1 << 20).writes(List.of(), ""))
                .isInstanceOf(SpeechException.class)
                .hasMessage("noisy failed: it wrote more than 1048576 bytes");
    }

    @Test
    void whatFailsSaysWhy() throws IOException {
        Path failing = program("failing", "echo 'no such voice' >&2; exit 3");
        ProgramRun run = new ProgramRun(failing, Duration.ofMinutes(1), 1000);
        assertThatThrownBy(() -> run.writes(List.of(), ""))
                .hasMessage("failing failed: it ended with code 3: no such voice");
        Path silent = program("silent", "exit 0");
        assertThatThrownBy(() -> new ProgramRun(silent, Duration.ofMinutes(1), 1000).writes(List.of(), ""))
                .hasMessage("silent failed: it wrote nothing");
        assertThatThrownBy(() -> WavSound.of(new byte[60], "odd")).hasMessage("odd failed: it wrote no WAV");
    }

    @Test
    void anUnknownVoiceIsAnsweredWithThoseThatAreThere() {
        assertThatThrownBy(() -> Voices.installed(List.of()).speak("af_heart", "Hi."))
                .isInstanceOf(SpeechException.class)
                .hasMessage("found 'af_heart', this farm has kate, kevin, bruno, kim, rose, paul");
    }

    private Path program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
