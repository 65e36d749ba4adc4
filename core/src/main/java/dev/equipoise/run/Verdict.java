package dev.equipoise.run;

import java.util.Optional;

/**
 * The judgement at the end of a run about one way of going wrong. {@code docs/verdicts.md} defines each.
 *
 * @param kind which way
 * @param holds whether it went wrong that way; empty if that cannot be judged
 * @param text what was measured and what to try if it holds; otherwise why it does not hold or cannot be judged
 */
public record Verdict(Kind kind, Optional<Boolean> holds, String text) {

    /** The ways of going wrong, in the order in which they are reported. */
    public enum Kind {
        /** The decoder ignores latents that would save much of the squared error. */
        COLLAPSED("collapsed"),
        /** Beta is so high that ignoring the latents is the optimum. */
        BETA_ABOVE_SPECTRUM("betaAboveSpectrum"),
        /** The mean of the training split reconstructs better than the model. */
        WORSE_THAN_MEAN("worseThanMean"),
        /** A linear model reconstructs better with the same KL, or has a lower loss. */
        FAR_FROM_LINEAR("farFromLinear"),
        /** The strategy missed its target. */
        TARGET_MISSED("targetMissed"),
        /** The ELBO is lower on validation than on the training split by a large part of what the latents save. */
        MEMORIZING("memorizing");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Its name in files. */
        public String id() {
            return id;
        }
    }

    public static Verdict holds(Kind kind, String text) {
        return new Verdict(kind, Optional.of(true), text);
    }

    public static Verdict holdsNot(Kind kind, String text) {
        return new Verdict(kind, Optional.of(false), text);
    }

    /** @param reason why it cannot be judged */
    public static Verdict cannotSay(Kind kind, String reason) {
        return new Verdict(kind, Optional.empty(), reason);
    }

    /** Whether a sentence, up to its colon, reports the same. */
    public boolean says(String sentence) {
        return sentence.startsWith(text.substring(0, text.indexOf(':') + 1)) && text.indexOf(':') > 0;
    }

    /** Whether the run is known to have gone wrong this way. */
    public boolean isFound() {
        return holds.orElse(false);
    }
}
