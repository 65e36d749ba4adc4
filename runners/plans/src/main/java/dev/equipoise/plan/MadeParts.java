package dev.equipoise.plan;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The parts that could be made, each beside its draft; what could not is reported with its key and origin. */
final class MadeParts {

    private final List<String> problems;
    private final List<DataFormatException> badData = new ArrayList<>();
    private final Map<Draft, Object> parts = new LinkedHashMap<>();

    MadeParts(List<String> problems) {
        this.problems = problems;
    }

    /**
     * Makes a part, unless its values are known to be wrong. While the data is unknown, a factory that needs it is left
     * alone: what failed before it is the problem.
     */
    <T> Optional<T> make(Draft draft, Class<T> role, Facts facts) {
        if (!draft.sound()) {
            return Optional.empty();
        }
        boolean dataKnown = facts.knownData().isPresent() || draft.role() == DataSource.class;
        return attempt(draft, dataKnown, () -> {
                    Object part = draft.make(facts);
                    if (!role.isInstance(part)) {
                        throw new InvalidPartException(
                                "its factory must make a " + role.getSimpleName() + ", got " + part);
                    }
                    return role.cast(part);
                })
                .map(part -> {
                    parts.put(draft, part);
                    return part;
                });
    }

    /** Asks something of a part; what it throws is a problem of the part. */
    <T> Optional<T> attempt(Draft draft, Supplier<T> work) {
        return attempt(draft, true, work);
    }

    /** The same, but that asking for unknown data is no problem of the part where the data is not known. */
    <T> Optional<T> attempt(Draft draft, boolean dataKnown, Supplier<T> work) {
        try {
            T answer = work.get();
            if (answer != null) {
                return Optional.of(answer);
            }
            problems.add(draft.place() + ": it must not return null");
        } catch (InvalidPartException e) {
            e.problems().forEach(problem -> problems.add(draft.place() + ": " + problem));
        } catch (DataFormatException e) {
            problems.add(draft.place() + ": " + e.getMessage());
            badData.add(e);
        } catch (Facts.UnknownDataException e) {
            if (dataKnown) {
                problems.add(draft.place() + ": " + e.getMessage());
            }
        } catch (NoClassDefFoundError e) {
            problems.add(draft.place() + ": it needs the class "
                    + String.valueOf(e.getMessage()).replace('/', '.') + ", which is not on the class path");
        } catch (RuntimeException | LinkageError e) {
            problems.add(draft.place() + ": " + e);
        }
        draft.unsound();
        return Optional.empty();
    }

    /** What is wrong with the data, if nothing else is wrong. */
    Optional<DataFormatException> onlyBadData() {
        return badData.size() == problems.size() ? badData.stream().findFirst() : Optional.empty();
    }

    /** The drafts of a role whose parts were made. */
    List<Draft> drafts(Class<?> role) {
        return parts.keySet().stream().filter(draft -> draft.role() == role).toList();
    }

    /** The part that was made from a draft. */
    <T> T part(Draft draft, Class<T> role) {
        Object part = parts.get(draft);
        if (part == null) {
            throw new IllegalStateException(draft.place() + " was not made");
        }
        return role.cast(part);
    }

    /** Puts another object in a part's place. */
    void replace(Draft draft, Object part) {
        parts.put(draft, part);
    }

    /** Lists a part after all others. */
    void moveToEnd(Draft draft) {
        Object part = parts.remove(draft);
        parts.put(draft, part);
    }

    /** The plan's parts, by role in the order of these roles. */
    List<ExperimentPlan.PlannedPart> planned(Collection<Class<?>> roles) {
        List<ExperimentPlan.PlannedPart> planned = new ArrayList<>();
        for (Class<?> role : roles) {
            for (Draft draft : drafts(role)) {
                planned.add(new ExperimentPlan.PlannedPart(
                        draft.key(), role, draft.origin(), draft.values(), part(draft, Object.class)));
            }
        }
        return planned;
    }
}
