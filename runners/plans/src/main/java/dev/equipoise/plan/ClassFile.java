package dev.equipoise.plan;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What the file of a class shows and reflection does not: which attributes of its annotations were written in source, and
 * which annotations Java drops.
 */
final class ClassFile {

    private static final int API = Opcodes.ASM9;

    private ClassFile() {}

    /**
     * One annotation as it was written.
     *
     * @param attributes the names of those that were given a value
     * @param visible whether it had the retention RUNTIME when the class was compiled
     * @param contents the annotations in its {@code value}, in their order, if it is a container of repeated ones
     */
    record Written(boolean visible, Set<String> attributes, List<Written> contents) {}

    /** The annotations of the class itself by type name; empty if its file cannot be read, as of generated classes. */
    static Map<String, Written> annotations(Class<?> type) {
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream bytes = type.getResourceAsStream(file)) {
            Collector found = new Collector();
            if (bytes != null) {
                new ClassReader(bytes).accept(found, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            }
            return found.annotations;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Map.of(); // no file, one of a newer JDK than the library knows, or one that a class loader decodes
        }
    }

    private static final class Collector extends ClassVisitor {

        private final Map<String, Written> annotations = new TreeMap<>();

        Collector() {
            super(API);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            Written written = new Written(visible, new HashSet<>(), new ArrayList<>());
            annotations.put(Type.getType(descriptor).getInternalName().replace('/', '.'), written);
            return new Names(written);
        }
    }

    /** Collects the names of an annotation's values. */
    private static final class Names extends AnnotationVisitor {

        private final Written written;

        Names(Written written) {
            super(API);
            this.written = written;
        }

        @Override
        public void visit(String name, Object value) {
            written.attributes().add(name);
        }

        @Override
        public void visitEnum(String name, String descriptor, String value) {
            written.attributes().add(name);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String name, String descriptor) {
            written.attributes().add(name);
            return null;
        }

        @Override
        public AnnotationVisitor visitArray(String name) {
            written.attributes().add(name);
            return new Contents(written.contents());
        }
    }

    /** Collects the annotations in an array, whose elements have no names. */
    private static final class Contents extends AnnotationVisitor {

        private final List<Written> contents;

        Contents(List<Written> contents) {
            super(API);
            this.contents = contents;
        }

        @Override
        public AnnotationVisitor visitAnnotation(@Nullable String name, String descriptor) {
            Written written = new Written(true, new HashSet<>(), new ArrayList<>());
            contents.add(written);
            return new Names(written);
        }
    }
}
