package dev.equipoise.plan;

import dev.equipoise.data.Preprocessing;
import dev.equipoise.part.Facts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The preprocessing steps in their order, each made with the facts that the step before it leaves. A step's place is
 * its annotation's {@code order}; a step without this attribute is made with facts of the raw data and asked for it.
 */
final class PreprocessingChain {

    private static final String ORDER = "order";

    private final MadeParts made;
    private final List<String> problems;

    PreprocessingChain(MadeParts made, List<String> problems) {
        this.made = made;
        this.problems = problems;
    }

    /** The facts after all steps; without data where the raw data is unknown or a step failed. */
    Facts make(List<Draft> steps, Facts raw) {
        Map<Draft, Integer> orders = new HashMap<>();
        Map<Draft, Preprocessing> asked = new HashMap<>();
        for (Draft step : steps) {
            Optional<Integer> declared = step.value(ORDER, Integer.class);
            if (declared.isPresent()) {
                orders.put(step, declared.get());
            } else {
                made.make(step, Preprocessing.class, raw).ifPresent(part -> asked.put(step, part));
            }
        }
        asked.forEach((step, part) -> made.attempt(step, part::order).ifPresent(order -> orders.put(step, order)));
        List<Draft> sorted = Orders.sorted(orders);
        boolean clear = Orders.different("preprocessing steps", orders, problems) && sorted.size() == steps.size();
        Facts facts = clear ? raw : raw.withoutData();
        for (Draft step : sorted) {
            Optional<Preprocessing> part = Optional.ofNullable(asked.get(step));
            facts = transformed(step, part.isPresent() ? part : made.make(step, Preprocessing.class, facts), facts);
        }
        return facts;
    }

    private Facts transformed(Draft step, Optional<Preprocessing> part, Facts facts) {
        if (facts.knownData().isEmpty()) {
            return facts;
        }
        return part.flatMap(known -> made.attempt(step, () -> Preprocessing.after(known, facts.data())))
                .map(facts::withData)
                .orElseGet(facts::withoutData);
    }
}
