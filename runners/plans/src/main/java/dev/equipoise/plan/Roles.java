package dev.equipoise.plan;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.data.Augmentation;
import dev.equipoise.data.Conditional;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.TestSplit;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.Procedure;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Prior;
import dev.equipoise.objective.Reconstruction;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The roles of a plan, in the order in which it lists them; roles that this module does not know come last. */
final class Roles {

    private static final List<Class<?>> KNOWN = List.of(
            DataSource.class,
            TestSplit.Apart.class,
            Conditional.On.class,
            Preprocessing.class,
            Augmentation.class,
            Architecture.class,
            Posterior.class,
            Prior.class,
            Reconstruction.class,
            Divergence.class,
            LossTerm.class,
            Penalty.class,
            BalancingStrategy.class,
            Objective.class,
            Procedure.class,
            LearningRate.class);

    private Roles() {}

    static Set<Class<?>> with(Collection<Class<?>> others) {
        Set<Class<?>> all = new LinkedHashSet<>(KNOWN);
        others.stream().sorted(Comparator.comparing(Class::getName)).forEach(all::add);
        return all;
    }

    static String name(Class<?> role) {
        return Annotations.role(role).value();
    }

    static boolean single(Class<?> role) {
        return !Annotations.role(role).many();
    }

    static boolean required(Class<?> role) {
        return single(role) && !Annotations.role(role).optional();
    }
}
