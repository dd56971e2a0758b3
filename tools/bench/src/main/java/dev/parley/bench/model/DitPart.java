package dev.parley.bench.model;

/** What a pass through the DiT is made of, to see where its time goes. */
enum DitPart {
    SELF_LINEARS("self attention, its linears"),
    SELF_ATTENTION("self attention"),
    SELF_NORMS("self attention, its norms and RoPE"),
    SPEAKER_MAP("reference map and L-RoPE"),
    TEXT_IMAGE("text and image attention"),
    AUDIO("audio attention"),
    FEED_FORWARD("feed forward"),
    NORMS("norms and modulation"),
    COPIES("weights from the host"),
    OUTSIDE("outside the blocks");

    private final String words;

    DitPart(String words) {
        this.words = words;
    }

    /** The part that a call of {@code kernel} belongs to if it, or the call before it, took the weight of {@code key}. */
    static DitPart of(String kernel, String key) {
        switch (kernel) {
            case "speakerMap", "speakerPositions", "ropeLine":
                return SPEAKER_MAP;
            case "copies", "reserve", "send", "arrive":
                return COPIES;
            default:
                break;
        }
        String[] path = key.split("\\.");
        if (!path[0].equals("blocks")) {
            return OUTSIDE;
        }
        return switch (path[2]) {
            case "self_attn" -> ofSelfAttention(kernel);
            case "cross_attn" -> TEXT_IMAGE;
            case "audio_cross_attn" -> AUDIO;
            case "ffn" -> FEED_FORWARD;
            default -> NORMS;
        };
    }

    private static DitPart ofSelfAttention(String kernel) {
        return switch (kernel) {
            case "attentionBy", "meanToken" -> SELF_ATTENTION;
            case "rmsNorm", "rotate" -> SELF_NORMS;
            default -> SELF_LINEARS;
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
