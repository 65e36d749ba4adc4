package dev.equipoise.local.internal.files;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.run.RunStarted;

/** {@code environment.json}: what the run ran on, and its seed. */
final class EnvironmentJson {

    private EnvironmentJson() {}

    static ObjectNode of(RunStarted start) {
        RunStarted.Environment on = start.environment();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", on.version());
        node.put("engine", on.engine());
        node.put("device", on.device());
        node.put("deviceReason", on.deviceReason());
        node.put("seed", start.plan().seed());
        node.put("parameters", start.parameters());
        on.details().forEach((name, value) -> node.set(name, PlainJson.exact(value)));
        return node;
    }
}
