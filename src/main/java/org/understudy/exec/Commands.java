package org.understudy.exec;

/** Runs commands. {@code SystemCommands} does it for real; tests stage faults with their own. */
public interface Commands {
    /**
     * Runs a command to its end or to its deadline; a deed to its end, however late. Never throws
     * for what the command does: a missing program, a kill at the deadline and an exit code are all
     * in the result.
     *
     * @throws InterruptedException after the command's process group has been killed, and a deed
     *     has ended
     */
    Result run(Command command) throws InterruptedException;

    /**
     * Whether they run in the namespaces of this process: what the kernel shows it is what they
     * would find, and a look needs none of them.
     */
    default boolean here() {
        return false;
    }
}
