package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFingerprintTest {
    private static final String BARE =
            "'image':'https://x.example/a.png','speakers':[{'audio':'https://x.example/a.wav'}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'prompt':'A person is talking.'",
                "'mode':'streaming'",
                "'preset':'standard','size':'multitalk-480'",
                "'tenant':'default','labels':{}",
                "'sampling':{'seed':42}",
                "'sampling':{'trimLastWindow':true}",
                "'teaCache':{'enabled':false},'apg':{'enabled':true,'momentum':-0.75}",
                "'lowVram':false,'quantization':'none','audioMix':'together'",
                "'idempotencyKey':'k','schemaVersion':1"
            })
    void whatSaysNoMoreThanTheDefaultsIsTheSame(String more) {
        assertThat(print(BARE + "," + more).differences(print(BARE).text())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'prompt':'Another.' | prompt",
                "'mode':'clip' | apg.enabled, mode",
                "'labels':{'a':'b'} | labels.a",
                "'sampling':{'seed':43} | sampling.seed",
                "'sampling':{'steps':40} | sampling.steps",
                "'loras':[] | loras",
                "'loras':[{'name':'x'}] | loras[0].name, loras[0].scale",
                "'engine':'pantomime' | engine",
                "'lengthLimitSeconds':3 | lengthLimitSeconds",
                "'visibleMark':{'language':'de'} | visibleMark.corner, visibleMark.language",
                "'webhook':{'url':'https://x.example/hook'} | webhook.url"
            })
    void otherWordsAreNamed(String more, String fields) {
        assertThat(String.join(
                        ", ", print(BARE + "," + more).differences(print(BARE).text())))
                .isEqualTo(fields);
        assertThat(String.join(
                        ", ", print(BARE).differences(print(BARE + "," + more).text())))
                .isEqualTo(fields);
    }

    @Test
    void aBoxInPixelsIsTheSameWithItsUnit() {
        String box = "'image':'https://x.example/a.png','speakers':[{'audio':'https://x.example/a.wav','box':{'x':0,"
                + "'y':0,'width':1,'height':1%s}}]";
        assertThat(print(box.formatted(",'unit':'pixel'"))
                        .differences(print(box.formatted("")).text()))
                .isEmpty();
        assertThat(print(box.formatted(",'unit':'fraction'"))
                        .differences(print(box.formatted("")).text()))
                .containsExactly("speakers[0].box.unit");
    }

    @Test
    void aLoraIsTheSameWithItsExtensionAndItsDefaultScale() {
        assertThat(print(BARE + ",'loras':[{'name':'x'}]")
                        .differences(print(BARE + ",'loras':[{'name':'x.safetensors','scale':1}]")
                                .text()))
                .isEmpty();
    }

    @Test
    void anEmbeddedInputIsTheOneThatAnUploadOfItsBytesIs() {
        String embedded = "'image':'data:image/png;base64,aGVsbG8=','speakers':[{'audio':'https://x.example/a.wav'}]";
        String uploaded =
                "'image':'inputs/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824','speakers':[{'audio':'https://x.example/a.wav'}]";
        assertThat(print(embedded).differences(print(uploaded).text())).isEmpty();
    }

    @Test
    void valuesCannotBeReadInIt() {
        assertThat(print(BARE + ",'webhook':{'url':'https://x.example/hook?token=sesame'}")
                        .text())
                .doesNotContain("sesame")
                .doesNotContain("example");
    }

    @Test
    void whatCannotBeReadDiffersFromAllElse() {
        RequestFingerprint rubbish = RequestFingerprint.ofUnreadable(new byte[] {1});
        assertThat(rubbish.differences(rubbish.text())).isEmpty();
        assertThat(rubbish.differences(
                        RequestFingerprint.ofUnreadable(new byte[] {2}).text()))
                .containsExactly("");
        assertThat(print(BARE).differences(rubbish.text())).containsExactly("");
    }

    private static RequestFingerprint print(String fields) {
        String json = ("{" + fields + "}").replace('\'', '"');
        return RequestFingerprint.of(new RequestReader().read(json));
    }
}
