package dev.parley.contracts;

import dev.parley.contracts.RenderRequest.Webhook;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What a JSON Schema cannot say about a webhook: whether its URL can be called, and whether its secrets can sign. */
public final class WebhookRules {
    /** How many secrets may sign a call at once. */
    public static final int MOST_SECRETS = 4;

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST_SECRET = 24;
    private static final int LONGEST_SECRET = 64;

    /**
     * A webhook that is not part of a request, if nothing is wrong with it.
     *
     * @throws InvalidRequestException with all that is wrong
     */
    public static Webhook checked(Webhook webhook) {
        List<Violation> faults = new ArrayList<>(faults("", webhook));
        if (webhook.url() == null) {
            faults.add(new Violation("url", "required", "found nothing, expected " + WebUrl.EXPECTED));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        return webhook;
    }

    /** @param prefix of the paths, as {@code webhook.} */
    static List<Violation> faults(String prefix, Webhook webhook) {
        List<Violation> faults = new ArrayList<>();
        if (webhook.url() != null) {
            try {
                WebUrl.parse(webhook.url());
            } catch (IllegalArgumentException e) {
                faults.add(
                        new Violation(prefix + "url", "bad-format", e.getMessage() + ", expected " + WebUrl.EXPECTED));
            }
        }
        if (!areFit(webhook.secrets())) {
            // Not repeated: it may be a secret all the same.
            faults.add(new Violation(
                    prefix + "secret",
                    "bad-format",
                    "found something else, expected '%s' and the base64 of %d to %d bytes; up to %d of them, separated by one space"
                            .formatted(PREFIX, SHORTEST_SECRET, LONGEST_SECRET, MOST_SECRETS)));
        }
        return faults;
    }

    /** Whether Standard Webhooks' libraries can sign with each, and they are not too many. */
    public static boolean areFit(List<String> secrets) {
        return secrets.size() <= MOST_SECRETS && secrets.stream().allMatch(WebhookRules::isFit);
    }

    private static boolean isFit(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return false;
        }
        try {
            int bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length())).length;
            return bytes >= SHORTEST_SECRET && bytes <= LONGEST_SECRET;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private WebhookRules() {}
}
