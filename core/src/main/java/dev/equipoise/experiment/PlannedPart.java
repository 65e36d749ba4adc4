package dev.equipoise.experiment;

import dev.equipoise.part.Role;
import java.util.Map;

/**
 * One part of a plan.
 *
 * @param key first half of the keys of its values, such as "myPart", or "myPart[1]" of several
 * @param role the role type that it takes
 * @param origin where the part itself comes from
 * @param values by attribute name, in alphabetical order (Java promises no order of declaration); empty for a part from a method of the experiment
 * @param part the part
 */
public record PlannedPart(String key, Class<?> role, String origin, Map<String, Value> values, Object part) {

    /** What messages call its role, such as "learning rate". */
    public String roleName() {
        Role described = role.getAnnotation(Role.class);
        return described == null ? role.getSimpleName() : described.value();
    }
}
