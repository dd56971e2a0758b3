package dev.parley.hub;

import java.net.http.HttpResponse;
import java.util.Optional;

/** What a hub's refusals mean; its answers say so in {@code X-Error-Code}. */
final class HubRefusal {
    /** @throws HubException unless the answer is a success or a redirect */
    static HttpResponse<byte[]> none(HttpResponse<byte[]> answer, HubSettings settings) throws HubException {
        if (answer.statusCode() < 400) {
            return answer;
        }
        throw of(answer, settings);
    }

    private static HubException of(HttpResponse<?> answer, HubSettings settings) {
        String said = answer.headers()
                .firstValue("X-Error-Message")
                .or(() -> answer.headers().firstValue("X-Error-Code"))
                .map(words -> " (" + words + ")")
                .orElse("");
        String at = "%s answers %d%s".formatted(answer.uri(), answer.statusCode(), said);
        Optional<String> code = answer.headers().firstValue("X-Error-Code");
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            String advice = code.filter("GatedRepo"::equals).isPresent()
                    ? "accept the conditions on the repository's page with the account of the token"
                    : "its token may not read this, or there is no such repository";
            return new HubException(
                    HubException.Reason.DENIED,
                    settings.token().isPresent()
                            ? at + ": " + advice
                            : at + ": set HF_TOKEN to a token of the hub, or there is no such repository");
        }
        if (answer.statusCode() == 404 || answer.statusCode() == 410) {
            return new HubException(
                    HubException.Reason.UNKNOWN, at + ": there is no such repository, revision or file");
        }
        return new HubException(HubException.Reason.UNREACHABLE, at);
    }

    private HubRefusal() {}
}
