package dev.parley.multitalk;

/**
 * How the VAE splits frames into overlapping tiles, coded one after another, for devices that cannot hold whole frames.
 * Tiles are blended where they overlap. The VAE was not trained this way: its attention sees a tile instead of the frame.
 *
 * @param tile side of a tile in latent pixels
 * @param overlap of neighboring tiles in latent pixels, at least 1 and less than half a tile
 */
public record Tiling(int tile, int overlap) {
    /** Whole frames. */
    public static final Tiling NONE = new Tiling(Integer.MAX_VALUE, 1);

    public Tiling {
        if (overlap < 1 || overlap >= tile / 2) {
            throw new IllegalArgumentException(
                    "Tiles must overlap by at least 1 and less than half their side of %d, not by %d"
                            .formatted(tile, overlap));
        }
    }
}
