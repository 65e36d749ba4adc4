package dev.equipoise.architecture.offences.local;

import ai.djl.engine.Engine;
import ai.djl.mxnet.engine.MxEngineProvider;

public record StartsMxNet() {

    public Engine start() {
        return new MxEngineProvider().getEngine();
    }
}
