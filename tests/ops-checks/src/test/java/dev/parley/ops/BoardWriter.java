package dev.parley.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Makes the JSON that Grafana reads of a board as {@code infra/grafana/boards.yml} describes it. */
final class BoardWriter {
    private static final int PAGE = 24;
    private static final int THIRD = 8;
    private static final int HEIGHT = 8;
    private static final List<String> QUANTILES = List.of("0.5", "0.95");

    private final ArrayNode panels = Repository.JSON.createArrayNode();
    private int nextId = 1;
    private int x;
    private int y;

    private BoardWriter() {}

    static ObjectNode board(JsonNode description) {
        BoardWriter writer = new BoardWriter();
        description.get("rows").forEach(writer::row);
        ObjectNode board = Repository.JSON.createObjectNode();
        board.put("uid", text(description, "uid")).put("title", text(description, "title"));
        board.putArray("tags").add("parley");
        board.put("timezone", "browser").put("schemaVersion", 39).put("refresh", "10s");
        board.putObject("time").put("from", "now-1h").put("to", "now");
        board.put("editable", false).put("graphTooltip", 1);
        variables(board.putObject("templating").putArray("list"), description.path("variables"));
        board.putObject("annotations").putArray("list");
        ObjectNode others = board.putArray("links").addObject();
        others.put("type", "dashboards").put("title", "Boards").put("asDropdown", true);
        others.putArray("tags").add("parley");
        board.set("panels", writer.panels);
        return board;
    }

    /** A variable is a query for its values, of which all are chosen first, or a text that can be typed over. */
    private static void variables(ArrayNode list, JsonNode variables) {
        variables.properties().forEach(entry -> {
            ObjectNode variable = list.addObject().put("name", entry.getKey());
            String value = entry.getValue().asText();
            if (value.startsWith("label_values")) {
                variable.put("type", "query").put("query", value).put("refresh", 2);
                variable.put("multi", true).put("includeAll", true).put("allValue", ".*");
                variable.set("datasource", datasource());
                variable.putObject("current").put("text", "All").put("value", "$__all");
            } else {
                variable.put("type", "textbox").put("query", value);
                variable.putObject("current").put("text", value).put("value", value);
            }
        });
    }

    private void row(JsonNode row) {
        newLine();
        ObjectNode panel = panels.addObject().put("id", nextId++).put("type", "row");
        panel.put("title", text(row, "title")).put("collapsed", false);
        place(panel, PAGE, 1);
        panel.putArray("panels");
        row.get("panels").forEach(this::panel);
    }

    private void panel(JsonNode panel) {
        String kind = panel.path("kind").asText("timeseries");
        ObjectNode made = panels.addObject().put("id", nextId++).put("type", kind);
        made.put("title", text(panel, "title")).put("description", about(panel));
        made.set("datasource", datasource());
        place(made, panel.path("width").asInt(THIRD), HEIGHT);
        looks(made, kind, panel);
        targets(made.putArray("targets"), kind, panel);
    }

    /** What a panel needs is part of what it says, for those who wonder why it is empty. */
    private static String about(JsonNode panel) {
        String about = panel.path("about").asText();
        String needs = panel.path("needs").asText();
        return needs.isEmpty() ? about : (about + " Empty without: " + needs).strip();
    }

    private static void looks(ObjectNode made, String kind, JsonNode panel) {
        ObjectNode fields = made.putObject("fieldConfig");
        ObjectNode defaults =
                fields.putObject("defaults").put("unit", panel.path("unit").asText("short"));
        fields.putArray("overrides");
        ObjectNode options = made.putObject("options");
        if (kind.equals("timeseries")) {
            defaults.put("min", 0);
            options.putObject("legend").put("displayMode", "list").put("placement", "bottom");
            options.putObject("tooltip").put("mode", "multi");
            if (panel.path("stack").asBoolean()) {
                ObjectNode custom = defaults.putObject("custom").put("fillOpacity", 30);
                custom.putObject("stacking").put("mode", "normal");
            }
        } else if (kind.equals("heatmap")) {
            options.put("calculate", false);
            options.putObject("yAxis").put("unit", panel.path("unit").asText("short"));
        }
    }

    private static void targets(ArrayNode targets, String kind, JsonNode panel) {
        panel.path("of").properties().forEach(query -> {
            ObjectNode target = target(targets, query.getValue().asText(), query.getKey());
            if (kind.equals("heatmap")) {
                target.put("format", "heatmap");
            } else if (kind.equals("table")) {
                target.put("format", "table").put("instant", true);
            }
        });
        panel.path("p").properties().forEach(histogram -> {
            String by = histogram.getValue().asText();
            for (String quantile : QUANTILES) {
                String query = "histogram_quantile(%s, sum by (le%s) (rate(%s_bucket[$__rate_interval])))"
                        .formatted(quantile, by.isEmpty() ? "" : ", " + by, histogram.getKey());
                String legend = "p" + quantile.substring(2).replaceFirst("^5$", "50");
                ObjectNode target = target(targets, query, by.isEmpty() ? legend : legend + " {{%s}}".formatted(by));
                if (panel.path("exemplars").asBoolean()) {
                    target.put("exemplar", true);
                }
            }
        });
    }

    private static ObjectNode target(ArrayNode targets, String query, String legend) {
        ObjectNode target = targets.addObject().put("refId", Character.toString('A' + targets.size() - 1));
        target.set("datasource", datasource());
        return target.put("expr", query).put("legendFormat", legend);
    }

    private static ObjectNode datasource() {
        return Repository.JSON.createObjectNode().put("type", "prometheus").put("uid", "prometheus");
    }

    private void place(ObjectNode panel, int width, int height) {
        if (x + width > PAGE) {
            newLine();
        }
        panel.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", height);
        x += width;
        if (height == 1) {
            x = 0;
            y += 1;
        }
    }

    private void newLine() {
        if (x > 0) {
            x = 0;
            y += HEIGHT;
        }
    }

    private static String text(JsonNode node, String field) {
        if (!node.hasNonNull(field)) {
            throw new IllegalArgumentException("%s is missing in %s".formatted(field, node));
        }
        return node.get(field).asText();
    }
}
