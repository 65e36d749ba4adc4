package dev.equipoise.architecture.offences.losses;

import dev.equipoise.architecture.offences.schedules.Ramp;

public record FollowsASchedule(Ramp ramp) {}
