package dev.equipoise.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.local.checkpoint.StateJson;
import dev.equipoise.local.stopping.CollapseWatch;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Progress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch for posterior collapse on its way through a run that nobody asked to stop for it: it warns once. */
final class CollapseCourse {

    private static final Logger LOG = LoggerFactory.getLogger(CollapseCourse.class);

    private final CollapseWatch watch;
    private CollapseWatch.State state;
    private boolean warned;

    CollapseCourse(int validationExamples) {
        watch = new CollapseWatch(CollapseWatch.DEFAULT_EPOCHS, validationExamples);
        state = watch.initial();
    }

    void afterEpoch(EpochFinished event, Progress progress) {
        state = watch.afterEpoch(state, event, progress);
        if (!warned && found().isPresent()) {
            warned = true;
            LOG.warn("{}", found().get());
        }
    }

    /** Whether the posterior is collapsed as the model is now, and what to try. */
    Optional<String> found() {
        return watch.found(state).map("the posterior collapsed: "::concat);
    }

    JsonNode save() {
        return StateJson.tree(state);
    }

    void restore(JsonNode saved) {
        state = StateJson.readLike(saved, state, "the watch for posterior collapse");
    }
}
