package dev.equipoise.plan;

import dev.equipoise.data.Augmentation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The order of parts of a role that has many, whose annotations Java promises in no order. */
final class Orders {

    private Orders() {}

    /** The parts, the smallest order first. */
    static List<Draft> sorted(Map<Draft, Integer> orders) {
        return orders.entrySet().stream()
                .sorted(Map.Entry.<Draft, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.comparing(Draft::place))))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether the orders are different; if not, that is a problem. */
    static boolean different(String parts, Map<Draft, Integer> orders, List<String> problems) {
        Map<Integer, List<Draft>> byOrder =
                sorted(orders).stream().collect(Collectors.groupingBy(orders::get, TreeMap::new, Collectors.toList()));
        byOrder.values().removeIf(same -> same.size() == 1);
        byOrder.forEach((order, same) -> problems.add(parts + " must have different orders, got " + order + " for "
                + same.stream().map(Draft::place).collect(Collectors.joining(" and "))));
        return byOrder.isEmpty();
    }

    /** Brings the augmentations that were made into their order. */
    static void sortAugmentations(MadeParts made, List<String> problems) {
        Map<Draft, Integer> orders = new HashMap<>();
        for (Draft draft : made.drafts(Augmentation.class)) {
            made.attempt(draft, made.part(draft, Augmentation.class)::order)
                    .ifPresent(order -> orders.put(draft, order));
        }
        different("augmentations", orders, problems);
        sorted(orders).forEach(made::moveToEnd);
    }
}
