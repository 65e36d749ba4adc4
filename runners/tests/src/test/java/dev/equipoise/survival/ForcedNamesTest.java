package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss of power must not lose the directory of a run, and with it what was forced in it. */
class ForcedNamesTest {

    @TempDir
    Path runs;

    private final List<Path> forced = new CopyOnWriteArrayList<>();

    @Test
    void theNamesThatLeadToARunAreForcedBeforeItBegins() {
        List<Path> before = new ArrayList<>();
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs, recording(new LocalDisk()));
        RunReport report = here.run(here.plan(Marathon.class), stop -> new RunListener() {
            @Override
            public void started(RunStarted event) {
                before.addAll(forced);
                stop.make();
            }
        });

        assertThat(before).containsSubsequence(report.directory().getParent(), runs);
    }

    private Disk recording(Disk disk) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, call, with) -> {
                    if (call.getName().equals("force")) {
                        forced.add((Path) with[0]);
                    }
                    try {
                        return call.invoke(disk, with);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
