package dev.equipoise.local.internal.verdict;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.Verdict;
import dev.equipoise.run.Verdict.Kind;
import dev.equipoise.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The verdicts on a run that was evaluated at its end; {@code docs/verdicts.md} has the definitions. */
final class Verdicts {

    /** Factor above the linear optimum from which a model counts as far from it. */
    private static final double FAR = 1.1;

    /** Share of what the latents save that the ELBO may fall from training to validation. */
    private static final double FALL = 0.1;

    private static final String COLLAPSE_ADVICE = "; try a lower beta, one that rises from 0, free bits or a KL target";
    private static final String COLLAPSE_ADVICE_OF_CONTROLLER =
            "; start the controller at a lower beta, or train longer";

    private final Evidence evidence;

    private Verdicts(Evidence evidence) {
        this.evidence = evidence;
    }

    /** One of each kind about a run that cannot say. */
    static List<Verdict> cannotSay(String reason) {
        return Stream.of(Kind.values())
                .map(kind -> Verdict.cannotSay(kind, reason))
                .toList();
    }

    /** One verdict of each kind, in their order. */
    static List<Verdict> of(Evidence evidence) {
        Verdicts verdicts = new Verdicts(evidence);
        return List.of(
                verdicts.collapsed(),
                verdicts.betaAboveSpectrum(),
                verdicts.worseThanMean(),
                verdicts.farFromLinear(),
                verdicts.targetMissed(),
                verdicts.memorizing());
    }

    /** The words for a collapse. */
    static String collapse(LatentUse use, boolean controlled) {
        return "the posterior collapsed: " + use.words()
                + (controlled ? COLLAPSE_ADVICE_OF_CONTROLLER : COLLAPSE_ADVICE);
    }

    /** The words for a beta at which no latent saves what its KL costs. */
    static String aboveSpectrum(LatentUse use, double beta, LinearOptimum optimum) {
        return String.format(
                Locale.ROOT,
                "beta is too high for these data: %s at beta %.4g, and a linear model ignores its latents"
                        + " from beta %.4g on; lower beta",
                use.words(),
                beta,
                optimum.beta(optimum.eigenvalues()[0]));
    }

    private Optional<String> tooShort() {
        return evidence.length().tooShort(evidence.balance().arrival());
    }

    /** Data that do not vary leave latents nothing to save. */
    private Optional<String> constant() {
        return evidence.meanError() > 0 ? Optional.empty() : Optional.of("the training split does not vary");
    }

    private Verdict collapsed() {
        return constant()
                .or(this::tooShort)
                .map(why -> Verdict.cannotSay(Kind.COLLAPSED, why))
                .orElseGet(() -> {
                    LatentUse use = evidence.use();
                    return use.collapsed()
                            ? Verdict.holds(
                                    Kind.COLLAPSED,
                                    collapse(use, evidence.balance().arrival().isPresent()))
                            : Verdict.holdsNot(Kind.COLLAPSED, use.words());
                });
    }

    private Verdict betaAboveSpectrum() {
        Optional<String> unknown = evidence.balance()
                .unforced()
                .or(() -> evidence.balance().aim().map(aim -> "the strategy chooses beta to reach its target"))
                .or(() -> evidence.beta().isEmpty() ? Optional.of("there is no effective beta") : Optional.empty())
                .or(this::tooShort);
        if (unknown.isPresent()) {
            return Verdict.cannotSay(Kind.BETA_ABOVE_SPECTRUM, unknown.get());
        }
        LatentUse use = evidence.use();
        if (use.possible().isEmpty()) {
            return Verdict.cannotSay(Kind.BETA_ABOVE_SPECTRUM, "the spectrum is flat and gives no limit for beta");
        }
        return use.notWorthIt()
                ? Verdict.holds(
                        Kind.BETA_ABOVE_SPECTRUM,
                        aboveSpectrum(
                                use,
                                evidence.beta().getAsDouble(),
                                evidence.optimum().get()))
                : Verdict.holdsNot(Kind.BETA_ABOVE_SPECTRUM, use.words());
    }

    private Verdict worseThanMean() {
        Excess excess = evidence.excess();
        Optional<String> unknown = evidence.length()
                .tooShortForMean()
                .or(() -> Double.isFinite(excess.standardError())
                        ? Optional.empty()
                        : Optional.of("validation has too few examples, or a value that is not finite"));
        if (unknown.isPresent()) {
            return Verdict.cannotSay(Kind.WORSE_THAN_MEAN, unknown.get());
        }
        String words = String.format(
                Locale.ROOT,
                "on validation the model has %.4g %s, and the mean has %.4g",
                excess.ofMean() + excess.mean(),
                excess.unit(),
                excess.ofMean());
        return excess.worse()
                ? Verdict.holds(
                        Kind.WORSE_THAN_MEAN,
                        "the model is worse than the training mean: " + words
                                + "; try a lower learning rate, and check the scale of the data")
                : Verdict.holdsNot(Kind.WORSE_THAN_MEAN, words);
    }

    private Verdict farFromLinear() {
        Optional<String> unknown = evidence.balance().unforced().or(this::tooShort);
        if (unknown.isPresent()) {
            return Verdict.cannotSay(Kind.FAR_FROM_LINEAR, unknown.get());
        }
        LinearOptimum optimum = evidence.optimum().get();
        SplitEvaluation train = evidence.train();
        double linear = optimum.distortion(optimum.atRate(Math.max(0, train.kl())));
        String words = String.format(
                Locale.ROOT,
                "the squared error is %.4g, and that of a linear model with the same KL is %.4g",
                train.squaredError(),
                linear);
        if (!(train.squaredError() <= FAR * linear)) {
            return Verdict.holds(Kind.FAR_FROM_LINEAR, far(words));
        }
        return lossAboveLinear(optimum)
                .map(loss -> Verdict.holds(Kind.FAR_FROM_LINEAR, far(loss)))
                .orElseGet(() -> Verdict.holdsNot(Kind.FAR_FROM_LINEAR, words));
    }

    private static String far(String words) {
        return "the model is far from the linear optimum: " + words
                + "; train longer, or try another learning rate or architecture";
    }

    /** The loss beside that of the linear optimum if the weight is fixed and nothing forces KL; empty if it is near. */
    private Optional<String> lossAboveLinear(LinearOptimum optimum) {
        Balance balance = evidence.balance();
        boolean free = balance.openLoop()
                && balance.aim().isEmpty()
                && balance.floor().orElse(0) == 0
                && evidence.beta().isPresent();
        if (!free) {
            return Optional.empty();
        }
        double b = optimum.b(evidence.beta().getAsDouble());
        double loss = evidence.train().squaredError() + 2 * b * evidence.train().kl();
        double rate = b > 0 ? 2 * b * optimum.rate(b) : 0;
        double linear = optimum.distortion(b) + rate;
        return loss <= FAR * linear
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "squared error + %s·KL is %.4g, and the optimum of a linear model is %.4g",
                        Numbers.significant(2 * b),
                        loss,
                        linear));
    }

    private Verdict targetMissed() {
        if (evidence.target().isEmpty()) {
            return Verdict.cannotSay(Kind.TARGET_MISSED, "the strategy has no target");
        }
        RunReport.Target target = evidence.target().get();
        String words = String.format(
                Locale.ROOT,
                "%s is %.4g for a target of %.4g %s",
                target.of().words(),
                target.reached(),
                target.value(),
                target.of().unit());
        if (!target.missed()) {
            return Verdict.holdsNot(Kind.TARGET_MISSED, words);
        }
        String why =
                target.atBound() ? ", and beta ended at its bound" : target.settled() ? "" : ", and beta still moves";
        String advice = target.atBound() && !reachable(target)
                ? "; the target is out of reach within the bounds of beta, so change one of them"
                : "; train longer, or start at a beta nearer to the final one";
        return Verdict.holds(Kind.TARGET_MISSED, "the target was missed: " + words + why + advice);
    }

    /** Whether a linear model has the target at a beta within the range that this one ended at the bound of. */
    private boolean reachable(RunReport.Target target) {
        if (evidence.balance().unforced().isPresent() || evidence.beta().isEmpty()) {
            return false;
        }
        LinearOptimum optimum = evidence.optimum().get();
        double b = target.of() == Aim.Held.KL ? optimum.atRate(target.value()) : optimum.atDistortion(target.value());
        double own = optimum.b(evidence.beta().getAsDouble());
        // The lower bound is no obstacle to a target that a linear model has at a higher beta, nor the upper to a
        // lower.
        boolean wantsLower =
                target.of() == Aim.Held.KL ? target.reached() < target.value() : target.reached() > target.value();
        return wantsLower && b > 0 && b > own;
    }

    private Verdict memorizing() {
        Optional<String> tooShort = tooShort();
        if (tooShort.isPresent()) {
            return Verdict.cannotSay(Kind.MEMORIZING, tooShort.get());
        }
        boolean gaussian = evidence.balance().gaussian();
        SplitEvaluation train = evidence.train();
        SplitEvaluation validation = evidence.validation();
        double fall = gaussian
                ? train.elboOptimalVariance() - validation.elboOptimalVariance()
                : train.elbo() - validation.elbo();
        double saved = gaussian
                ? (evidence.meanError() - train.squaredError()) / (2 * train.mse())
                : evidence.meanValue() - train.reconstruction();
        if (!Double.isFinite(fall) || !(saved > 0)) {
            return Verdict.cannotSay(Kind.MEMORIZING, "the latents save nothing that could be memorized");
        }
        String words = String.format(
                Locale.ROOT,
                "the ELBO falls by %.4g nats from training to validation, and the latents save %.4g nats",
                fall,
                saved);
        return fall > FALL * saved
                ? Verdict.holds(
                        Kind.MEMORIZING,
                        "the model memorizes: " + words + "; try a higher beta, fewer latents or more data")
                : Verdict.holdsNot(Kind.MEMORIZING, words);
    }
}
