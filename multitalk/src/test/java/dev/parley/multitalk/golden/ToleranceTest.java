package dev.parley.multitalk.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceTest {
    private static Tolerance tolerance(String json) {
        return new Tolerance(JsonParser.parseString(json).getAsJsonObject());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"rtol\":0.1,\"atol\":0}; 1.05; true",
                "{\"rtol\":0.01,\"atol\":0}; 1.05; false",
                "{\"rtol\":0,\"atol\":0.1}; 1.05; true",
                "{\"rtol\":0,\"atol\":0}; 1; true",
                "{\"rtol\":0,\"atol\":0}; 1.05; false",
                "{\"max_abs\":0}; 1; true",
                "{\"max_abs\":0.04}; 1.05; false",
                "{\"relative_l2\":0.02}; 1.05; false",
                "{\"relative_l2\":0.03}; 1.05; true",
                "{\"relative_l2\":0.03,\"max_abs\":0.04}; 1.05; false",
                "{\"rtol\":1,\"atol\":1}; NaN; false",
                "{\"relative_l2\":1}; Infinity; false",
            })
    void isWhatItSays(String limits, double actual, boolean near) {
        double[] expected = {1, 2, Double.NEGATIVE_INFINITY};
        double[] got = {actual, 2, Double.NEGATIVE_INFINITY};
        assertThat(tolerance(limits).compare(expected, got).complaints().isEmpty())
                .isEqualTo(near);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"cosine\":0.1}"})
    void refusesWhatItCannotJudge(String limits) {
        assertThatThrownBy(() -> tolerance(limits)).isInstanceOf(IllegalArgumentException.class);
    }
}
