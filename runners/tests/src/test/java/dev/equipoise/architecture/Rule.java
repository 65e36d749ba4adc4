package dev.equipoise.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;

/**
 * A rule of the house.
 *
 * @param sentence what it says
 * @param law the rule itself
 * @param offenders small classes that break it, and all of those that do
 */
record Rule(String sentence, Function<House, ArchRule> law, List<Class<?>> offenders) {

    static Rule of(String sentence, Function<House, ArchRule> law, Class<?>... offenders) {
        return new Rule(sentence, law, List.of(offenders));
    }

    @Override
    public String toString() {
        return sentence;
    }
}
