package dev.equipoise.schedules;

/** The shape of a ramp: it rises, or stays level, from 0 at progress 0 to 1 at progress 1. */
public enum RampShape {
    LINEAR {
        @Override
        public double at(double progress) {
            return progress;
        }
    },
    /** ½·(1 − cos(π·progress)): level at both ends. */
    COSINE {
        @Override
        public double at(double progress) {
            return (1 - Math.cos(Math.PI * progress)) / 2;
        }
    },
    /** The logistic function between −6 and 6, stretched to start at exactly 0 and to end at exactly 1. */
    SIGMOID {
        @Override
        public double at(double progress) {
            return (1 + Math.tanh(6 * progress - 3) / Math.tanh(3)) / 2;
        }
    },
    /** 1/(1 + exp(6 − 12·progress)): Fu et al. 2019. Starts at 0.0025, and jumps by as much at the end. */
    SIGMOID_FU {
        @Override
        public double at(double progress) {
            return 1 / (1 + Math.exp(6 - 12 * progress));
        }
    },
    /** 1/(1 + exp(5 − 10·progress)): Bowman et al. 2016 in the code of ControlVAE. Starts at 0.0067, jumps by as much. */
    SIGMOID_BOWMAN {
        @Override
        public double at(double progress) {
            return 1 / (1 + Math.exp(5 - 10 * progress));
        }
    },
    /** (1000^progress − 1)/999: by one factor a step, over three orders of magnitude. */
    EXPONENTIAL {
        @Override
        public double at(double progress) {
            return (Math.pow(1000, progress) - 1) / 999;
        }
    },
    /** 0 until the end: a step instead of a ramp. */
    STEP {
        @Override
        public double at(double progress) {
            return progress < 1 ? 0 : 1;
        }
    };

    /** The height at this progress, both in [0, 1]. */
    public abstract double at(double progress);
}
