package org.understudy.cli;

import java.io.Console;
import java.util.List;
import java.util.Locale;
import org.understudy.wire.Outcome;

/** Somebody's word that what follows from a wish is what they want. */
final class Consent {
    private Consent() {
    }

    /** Asks the agent for something. */
    interface Ask {
        /** @param yes whether somebody agrees to what follows */
        Outcome with(boolean yes) throws Failure;
    }

    /** Asks; once more when the agent wants a yes and somebody gives it. */
    static Outcome with(Screen screen, boolean yes, Ask ask) throws Failure {
        Outcome outcome = ask.with(yes);
        if (!outcome.state().equals("confirm")) {
            return outcome;
        }
        get(screen, outcome.follows());
        return ask.with(true);
    }

    /** Asks on the terminal; where there is none, {@code --yes} has to be typed beforehand. */
    static void get(Screen screen, List<String> follows) throws Failure {
        synchronized (screen.board()) { // one question at a time, and nothing written into it
            asked(screen, follows);
        }
    }

    private static void asked(Screen screen, List<String> follows) throws Failure {
        follows.forEach(screen::progress);
        Console terminal = System.console();
        String answer = terminal == null ? "" : String.valueOf(terminal.readLine(screen.label()
                + (screen.label().isEmpty() ? "" : ": ") + "go on? [y/N] "));
        if (!List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT))) {
            throw Failure.of("not done: expected a yes to what follows from it", "the same with"
                    + " --yes");
        }
    }
}
