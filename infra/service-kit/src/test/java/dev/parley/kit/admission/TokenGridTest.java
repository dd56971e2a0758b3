package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.RenderRequest.Box;
import org.junit.jupiter.api.Test;

class TokenGridTest {
    private final TokenGrid square = new TokenGrid(1280, 1280, 640, 640);

    @Test
    void countsTheTokensOfTheWholePicture() {
        assertThat(square.tokens(new Box(0, 0, 1280, 1280))).isEqualTo(40 * 40);
    }

    @Test
    void aBoxBetweenTwoTokenCentresHasNone() {
        assertThat(square.tokens(new Box(18, 18, 10, 10))).isZero();
    }

    @Test
    void whatTheCropCutsAwayHasNoTokens() {
        TokenGrid wide = new TokenGrid(4000, 1000, 640, 640);
        assertThat(wide.tokens(new Box(0, 0, 500, 1000))).isZero();
        assertThat(wide.tokens(new Box(1900, 0, 200, 1000))).isPositive();
    }
}
