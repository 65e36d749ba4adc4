package dev.equipoise.local.internal.checkpoint;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.equipoise.run.CheckpointSaved;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When and why a checkpoint is taken.
 *
 * @param run the run's id
 * @param steps updates made
 * @param epoch that is trained, counted from 0
 * @param place of the next batch in it, counted from 0
 * @param rollbacks so far, with any of which the run is not that of its plan
 * @param parent updates of the checkpoint on disk from which the run came here; empty for the first
 * @param reason why
 * @param seconds that the run has taken so far, resumed ones included; no clock's time, so that no clock moves it
 * @param good whether a run that failed later may go back to it: all is finite, the loss is no spike, and the
 *     uninterrupted run has it too
 * @param best its merit, if it was the best so far
 * @param fingerprint what a resume must find again, by name
 */
public record CheckpointInfo(
        String run,
        long steps,
        int epoch,
        int place,
        int rollbacks,
        OptionalLong parent,

        @JsonSerialize(using = ToStringSerializer.class)
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES)
        CheckpointSaved.Reason reason,

        double seconds,
        boolean good,
        Optional<Merit> best,
        Map<String, String> fingerprint) {}
