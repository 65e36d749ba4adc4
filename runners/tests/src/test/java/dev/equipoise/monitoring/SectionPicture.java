package dev.equipoise.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.metrics.grafana.MonitoringFiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The panels of one section of the board of a run, side by side as the board places them. */
final class SectionPicture {
    private static final int COLUMN = 52;
    private static final int ROW = 40;

    private SectionPicture() {}

    /** Asks Prometheus. */
    interface Asking {
        JsonNode range(String query) throws Exception;
    }

    static BufferedImage draw(MonitoringFiles files, String section, Asking prometheus) throws Exception {
        System.setProperty("java.awt.headless", "true");
        JsonNode board = new ObjectMapper().readTree(files.texts().get("grafana/dashboards/equipoise-run.json"));
        List<JsonNode> panels = panels(board, section);
        int top = panels.get(0).at("/gridPos/y").asInt();
        int bottom = panels.stream()
                .mapToInt(panel ->
                        panel.at("/gridPos/y").asInt() + panel.at("/gridPos/h").asInt())
                .max()
                .orElseThrow();
        BufferedImage all = new BufferedImage(24 * COLUMN, (bottom - top) * ROW, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, all.getWidth(), all.getHeight());
        long began = began(prometheus);
        for (JsonNode panel : panels) {
            JsonNode at = panel.get("gridPos");
            PanelPicture picture = new PanelPicture(panel, began);
            for (JsonNode target : panel.get("targets")) {
                picture.add(target, prometheus.range(target.get("expr").asText()));
            }
            BufferedImage drawn =
                    picture.draw(at.get("w").asInt() * COLUMN, at.get("h").asInt() * ROW);
            graphics.drawImage(drawn, at.get("x").asInt() * COLUMN, (at.get("y").asInt() - top) * ROW, null);
        }
        return all;
    }

    private static List<JsonNode> panels(JsonNode board, String section) {
        List<JsonNode> panels = new ArrayList<>();
        boolean inside = false;
        for (JsonNode panel : board.get("panels")) {
            if (panel.get("type").asText().equals("row")) {
                inside = panel.get("title").asText().equals(section);
            } else if (inside) {
                panels.add(panel);
            }
        }
        return panels;
    }

    /** When the run was first seen. */
    private static long began(Asking prometheus) throws Exception {
        return prometheus
                .range("vae_epoch{experiment=\"$experiment\", run=\"$run\"}")
                .at("/0/values/0/0")
                .asLong();
    }
}
