package org.understudy.fence;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Types;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/**
 * Fences by a command of the operator's ({@code [stonith#<node>]} in cluster.conf). It must end
 * with 0 only when the node is off for certain. It finds the node's name in
 * {@code UNDERSTUDY_FENCED}.
 */
public final class CommandFence implements Fence {
    /** The command and its arguments. */
    public static final Keyword<List<String>> CMD = Keyword.required("cmd", Types.SHLEX,
            "command that switches the node off and ends with 0 only when it is off");
    /** How long it may take. */
    public static final Keyword<Duration> TIMEOUT = Keyword.optional("timeout", Types.DURATION,
            "a command that takes longer is killed, and nothing is known").or("30s");
    /** What {@code [stonith#<node>]} understands. */
    public static final Keywords KEYS = Keywords.of(CMD, TIMEOUT);

    private static final Logger log = LoggerFactory.getLogger(CommandFence.class);

    private final List<String> argv;
    private final Duration timeout;
    private final Commands commands;

    /** From the node's own section. */
    public CommandFence(Section section, Commands commands) {
        this(section.get(CMD), section.get(TIMEOUT), commands);
    }

    public CommandFence(List<String> argv, Duration timeout, Commands commands) {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("cmd: expected a command, got nothing");
        }
        this.argv = List.copyOf(argv);
        this.timeout = timeout;
        this.commands = commands;
    }

    @Override
    public Outcome fence(NodeName node, Deadline deadline) throws InterruptedException {
        Command command = new Command(argv, deadline.atMost(timeout),
                Map.of("UNDERSTUDY_FENCED", node.value()), Optional.empty());
        log.info("fence.run node={} command=\"{}\"", node, command);
        Result result = commands.run(command);
        return new Outcome(judge(result), command + ": " + result.summary());
    }

    private static FenceResult judge(Result result) {
        return switch (result.ending()) {
            case EXITED -> result.ok() ? FenceResult.CONFIRMED : FenceResult.FAILED;
            case KILLED -> FenceResult.UNKNOWN;
            case MISSING -> FenceResult.FAILED;
        };
    }
}
