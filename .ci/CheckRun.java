import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the newest run in a folder of runs: its status, its numbers and its files. Needs nothing but a JDK. */
final class CheckRun {

    private static final List<String> FILES =
            List.of("plan.json", "environment.json", "metrics.csv", "metrics.json", "summary.json", "log.txt");
    private static final List<String> SPLIT =
            List.of("squaredError", "mse", "reconstruction", "kl", "divergence", "elbo", "elboOptimalVariance", "activeUnits");

    private final List<String> problems = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        Path run;
        try (var runs = Files.list(Path.of(arguments[0]))) {
            run = runs.filter(Files::isDirectory)
                    .max(Comparator.comparing(directory -> directory.getFileName().toString()))
                    .orElseThrow();
        }
        CheckRun check = new CheckRun();
        check.files(run);
        check.summary(Files.readString(run.resolve("summary.json")));
        check.problems.forEach(problem -> System.err.println(run + ": " + problem));
        System.out.println(run + ": " + (check.problems.isEmpty() ? "as it should be" : "not as it should be"));
        System.exit(check.problems.isEmpty() ? 0 : 1);
    }

    private void files(Path run) throws Exception {
        for (String name : FILES) {
            Path file = run.resolve(name);
            if (!Files.isRegularFile(file) || Files.size(file) == 0) {
                problems.add(name + " must be there and not empty");
            }
        }
    }

    private void summary(String json) {
        if (!Pattern.compile("\"status\"\\s*:\\s*\"completed\"").matcher(json).find()) {
            problems.add("summary.json must say status completed, got " + json);
        }
        number(json, "trainingLoss", 0, Double.MAX_VALUE);
        number(json, "steps", 1, Double.MAX_VALUE);
        number(json, "examplesPerSecond", 1, Double.MAX_VALUE);
        for (String split : List.of("train", "validation")) {
            Matcher matcher =
                    Pattern.compile("\"" + split + "\"\\s*:\\s*\\{([^}]*)\\}").matcher(json);
            if (!matcher.find()) {
                problems.add("summary.json must hold the split " + split);
                continue;
            }
            String values = matcher.group(1);
            SPLIT.forEach(name -> number(values, name, -Double.MAX_VALUE, Double.MAX_VALUE));
            number(values, "kl", 0.1, 1000);
            number(values, "activeUnits", 1, 1000);
            // The data is standardized: a model that learned nothing leaves a squared error of 1 per element.
            number(values, "mse", 0, 0.9);
        }
    }

    private void number(String json, String name, double min, double max) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\"\\s*:\\s*(-?[0-9][0-9.eE+-]*)").matcher(json);
        double value = matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
        if (!(value >= min && value <= max)) {
            problems.add(name + " must be a number from " + min + " to " + max + ", got " + value);
        }
    }
}
