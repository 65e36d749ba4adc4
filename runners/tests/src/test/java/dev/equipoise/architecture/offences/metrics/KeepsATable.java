package dev.equipoise.architecture.offences.metrics;

import java.util.concurrent.ConcurrentHashMap;

public final class KeepsATable {

    static final ConcurrentHashMap<String, Double> LAST = new ConcurrentHashMap<>();

    private KeepsATable() {}
}
