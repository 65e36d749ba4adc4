package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.plan.ListedPart;
import dev.equipoise.app.internal.plan.ListedPart.ListedAttribute;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.Experiments;
import dev.equipoise.plan.PartType;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** What a shell completes names and keys with: those of the class path, looked up only when a script is written. */
public final class Candidates implements IFactory {

    private final Provider<Experiments> experiments;
    private final Provider<Catalogue> catalogue;

    @Inject
    Candidates(Provider<Experiments> experiments, Provider<Catalogue> catalogue) {
        this.experiments = experiments;
        this.catalogue = catalogue;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == Names.class) {
            return type.cast(new Names(this));
        } else if (type == Parts.class) {
            return type.cast(new Parts(this));
        }
        return type == Keys.class
                ? type.cast(new Keys(this))
                : CommandLine.defaultFactory().create(type);
    }

    /** The names of experiments. */
    record Names(Candidates from) implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return from.experiments.get().all().stream()
                    .map(Experiments::name)
                    .distinct()
                    .iterator();
        }
    }

    /** The keys of parts. */
    record Parts(Candidates from) implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return from.catalogue.get().parts().stream().map(PartType::key).iterator();
        }
    }

    /** The keys of attributes. */
    record Keys(Candidates from) implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            Stream<ListedPart> parts = ListedPart.all(from.catalogue.get()).stream();
            return parts.flatMap(part -> part.attributes().stream())
                    .map(ListedAttribute::key)
                    .iterator();
        }
    }
}
