package org.understudy.cli;

import java.io.Console;
import java.util.List;
import java.util.Locale;

/** Somebody's word that what follows from a wish is what they want. */
final class Consent {
    private Consent() {
    }

    /** Asks on the terminal; where there is none, {@code --yes} has to be typed beforehand. */
    static void get(Screen screen, List<String> follows) throws Failure {
        follows.forEach(screen::progress);
        Console terminal = System.console();
        String answer = terminal == null ? "" : String.valueOf(terminal.readLine("go on? [y/N] "));
        if (!List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT))) {
            throw Failure.of("not done: expected a yes to what follows from it", "the same with"
                    + " --yes");
        }
    }
}
