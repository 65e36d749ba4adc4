package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.ChildJvm;
import dev.equipoise.app.ChildJvm.Running;
import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code kill -9} of a training process, at times that a seed gives, again and again: {@code -Dequipoise.kills} says how
 * often, {@code -Dequipoise.seed} gives other times.
 */
@Tag("slow")
class KillTest {

    private static final Pattern STORY =
            Pattern.compile("(resumed after|checkpoint of) (\\d+) steps(?:,| \\([a-z]+\\): \\d+ bytes)");

    private final Random random = new Random(Long.getLong("equipoise.seed", 20_261_122));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"MXNET, 25", "PYTORCH, 8"})
    void noCheckpointThatWasReportedIsLostAndTheEndIsThatOfARunThatNobodyKilled(EngineName engine, int usual)
            throws IOException, InterruptedException {
        int kills = Integer.getInteger("equipoise.kills", usual);
        Marathons marathons = new Marathons(folder, engine);
        // From one kill to the next a run that is paced trains one epoch, two on the fastest machine.
        String length = "experiment.epochs=" + 3 * (kills + 10);
        Running child = marathons.run("--set", length);
        Path run = marathons.started(child, 1);
        marathons.saved(child, 1);
        long told = 0;
        for (int kill = 0; kill < kills; kill++) {
            // Every fifth falls while the process starts, reads its checkpoint, or writes its first; the others later.
            boolean early = kill % 5 == 4;
            Thread.sleep(random.nextInt(early ? 50 : 400));
            assertThat(child.kill().code())
                    .as("exit code of kill %d of %d; 0 where the run had ended before", kill + 1, kills)
                    .isEqualTo(137);
            told = marathons.told();
            child = marathons.resume(run);
            if (kill % 5 != 3) {
                marathons.saved(child, told + 1);
            } else {
                Thread.sleep(random.nextInt(1500));
            }
        }
        child.end().well();

        System.out.printf("%s: %d kills, %d checkpoints told of before the last%n", engine.djlName(), kills, told);
        assertThat(acknowledged(run)).as("checkpoints that the log tells of").isGreaterThan(kills);
        assertThat(Remains.checkpoints(run)).noneMatch(name -> name.contains("corrupt"));
        Remains.areEqual(run, marathons.undisturbed("--set", length));
    }

    /** How many checkpoints the log tells of, none of which a later start has lost. */
    private static int acknowledged(Path run) throws IOException {
        long last = 0;
        int all = 0;
        Matcher story = STORY.matcher(Files.readString(run.resolve("log.txt")));
        while (story.find()) {
            long steps = Long.parseLong(story.group(2));
            if (story.group(1).startsWith("resumed")) {
                assertThat(steps)
                        .as("steps restored, of %s that were reported", last)
                        .isGreaterThanOrEqualTo(last);
            } else {
                last = Math.max(last, steps);
                all++;
            }
        }
        return all;
    }

    /** The control: a saver that overwrites its file is caught, so that the kills do fall where it hurts. */
    @Test
    void aSaverThatOverwritesItsFileIsFoundTorn() throws IOException, InterruptedException {
        Path file = folder.resolve("naive.bin");
        boolean torn = false;
        for (int kill = 0; kill < 25 && !torn; kill++) {
            Files.deleteIfExists(file);
            Running child = new ChildJvm(ChildJvm.ownClassPath(), folder, Map.of(), List.of("-Xmx64m"))
                    .start(NaiveSaverMain.class.getName(), file.toString());
            Marathons.until(child, () -> file.toFile().length() == NaiveSaverMain.BYTES);
            Thread.sleep(random.nextInt(100));
            child.kill();
            torn = torn(Files.readAllBytes(file));
        }

        assertThat(torn).as("the naive file was torn once").isTrue();
    }

    private static boolean torn(byte[] content) {
        if (content.length != NaiveSaverMain.BYTES) {
            return true;
        }
        ByteBuffer numbers = ByteBuffer.wrap(content);
        long first = numbers.getLong(0);
        for (int at = 0; at < content.length; at += Long.BYTES) {
            if (numbers.getLong(at) != first) {
                return true;
            }
        }
        return false;
    }
}
