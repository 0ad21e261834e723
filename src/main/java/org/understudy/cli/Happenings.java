package org.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Stack;
import org.understudy.wire.Simulate;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What happens in {@code simulate}, in the order in which it was typed. */
final class Happenings implements IParameterConsumer {
    private static final Set<String> ALONE = Set.of("--heal", "--then");
    private static final Set<String> MAY_BE_ALONE = Set.of("--freeze", "--thaw");

    /** Takes one option in; the list of each option is the list of all of them. */
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
        String name = ((OptionSpec) option).longestName();
        String value = "";
        boolean next = !words.isEmpty() && !words.peek().startsWith("-");
        if (!ALONE.contains(name) && (next || !MAY_BE_ALONE.contains(name))) {
            if (!next) {
                throw new ParameterException(command.commandLine(),
                        "Missing required parameter for option '" + name + "'");
            }
            value = words.pop();
        }
        ((SvcmgrLine) command.userObject()).typed.add(new Typed(name.substring(2), value));
    }

    /**
     * One option.
     *
     * @param name without dashes
     * @param value empty where there is none
     */
    record Typed(String name, String value) {
    }

    /** What they mean, one after the other. */
    static List<Simulate.Happening> of(List<Typed> typed) throws Failure {
        List<Simulate.Happening> all = new ArrayList<>();
        boolean then = false;
        long after = 0;
        for (Typed one : typed) {
            switch (one.name()) {
                case "then" -> then = true;
                case "after" -> after += duration(one.value()).toMillis();
                default -> {
                    all.add(new Simulate.Happening(one.name(), one.value(), then, after));
                    then = false;
                    after = 0;
                }
            }
        }
        if (all.isEmpty() || then || after > 0) {
            throw Failure.usage("simulate: expected something to happen"
                    + (all.isEmpty() ? "" : " after --" + typed.get(typed.size() - 1).name())
                    + ", got nothing", "svcmgr simulate --crash n1");
        }
        return all;
    }

    private static Duration duration(String text) throws Failure {
        try {
            return new DurationText().convert(text);
        } catch (RuntimeException e) {
            throw Failure.usage("--after: " + e.getMessage(),
                    "svcmgr simulate --crash n1 --after 10s --heal");
        }
    }
}
