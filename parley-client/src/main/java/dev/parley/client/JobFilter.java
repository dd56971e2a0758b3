package dev.parley.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which jobs to list.
 *
 * @param limit of a page, 1 to 500
 * @param statuses only these; empty for all
 * @param tenant only theirs; null for all
 * @param labels only jobs with all of them
 * @param text what the prompt or a label contains, or the id begins with; null for all
 */
public record JobFilter(int limit, List<Job.Status> statuses, String tenant, Map<String, String> labels, String text) {
    public JobFilter {
        statuses = List.copyOf(statuses);
        labels = Map.copyOf(labels);
    }

    /** All of them, 50 to a page. */
    public static JobFilter all() {
        return new JobFilter(50, List.of(), null, Map.of(), null);
    }

    public JobFilter limit(int most) {
        return new JobFilter(most, statuses, tenant, labels, text);
    }

    public JobFilter status(Job.Status... only) {
        return new JobFilter(limit, List.of(only), tenant, labels, text);
    }

    public JobFilter tenant(String only) {
        return new JobFilter(limit, statuses, only, labels, text);
    }

    public JobFilter label(String name, String value) {
        return new JobFilter(limit, statuses, tenant, Map.of(name, value), text);
    }

    public JobFilter text(String part) {
        return new JobFilter(limit, statuses, tenant, labels, part);
    }

    /** @param before the last job of the page before; null for the first page */
    String query(String before) {
        Stream<String> own = Stream.of(
                "limit=" + limit, parameter("tenant", tenant), parameter("text", text), parameter("before", before));
        Stream<String> lists = Stream.concat(
                statuses.stream().map(status -> parameter("status", status.word())),
                labels.entrySet().stream().map(label -> parameter("label", label.getKey() + ":" + label.getValue())));
        return Stream.concat(own, lists).filter(part -> !part.isEmpty()).collect(Collectors.joining("&"));
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
