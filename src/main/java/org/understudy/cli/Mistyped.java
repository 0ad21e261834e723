package org.understudy.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.understudy.model.Near;
import picocli.CommandLine;

/** What to say of options that the parser does not take. */
final class Mistyped {
    private Mistyped() {
    }

    /** With the option that is probably meant, and where to read about the action's. */
    static Failure of(CommandLine.ParameterException wrong, SvcmgrLine line) {
        Optional<Failure> leftOut =
                wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? LeftOut.ofOption("svcmgr", unmatched.getUnmatched().get(0)) : Optional.empty();
        Optional<Failure> word = Acts.isOne(line.action()) ? Optional.empty()
                : LeftOut.of(line.words);
        if (word.or(() -> leftOut).isPresent()) {
            return word.or(() -> leftOut).get();
        }
        Optional<Act> act = Acts.begun(line.words);
        String meant = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? near(unmatched.getUnmatched(), act.map(Act::options).orElseGet(Set::of)) : "";
        return Failure.usage(wrong.getMessage().replaceFirst("'([^']*)' is not an int$",
                "expected a number such as 20, got \"$1\"") + meant,
                act.map(one -> Acts.help(one.name())).orElse("svcmgr --help"));
    }

    /** An option of the action is nearer than any other. */
    private static String near(List<String> unmatched, Set<String> own) {
        String got = unmatched.get(0).split("=", 2)[0];
        Set<String> all = new TreeSet<>();
        Acts.all().values().forEach(act -> all.addAll(act.options()));
        return Near.to(got, own).or(() -> Near.to(got, all))
                .map(option -> ", did you mean " + option + "?").orElse("");
    }
}
