package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.regex.RegularExpression;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No pattern of the request's schema takes a value with a line feed behind it. */
class SchemaPatternsTest {
    static List<String> patterns() {
        return new SchemaCheck()
                .rules().findValues("pattern").stream().map(JsonNode::asText).toList();
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void isAnchoredAtBothEndsAndOnlyThere(String pattern) {
        assertThat(pattern).startsWith("^").endsWith("$").doesNotEndWith("\\$");
        // An alternative outside of a group would have ends of its own, which the guard does not see.
        assertThat(pattern.replaceAll("\\[[^\\]]*\\]|\\([^)]*\\)", "")).doesNotContain("|");
        assertThat(pattern.indexOf('$')).isEqualTo(pattern.length() - 1);
    }

    @Test
    void theSchemaHasPatternsInNoOtherPlace() {
        JsonNode rules = new SchemaCheck().rules();
        assertThat(patterns()).hasSizeGreaterThan(5);
        assertThat(rules.findValues("patternProperties")).isEmpty();
    }

    @Test
    void theEndIsTheEndOfTheValue() {
        RegularExpression word = SchemaCheck.regularExpression("^(left|right)$");
        assertThat(word.matches("left")).isTrue();
        assertThat(word.matches("left\n")).isFalse();
        assertThat(word.matches("left\r\n")).isFalse();
    }
}
