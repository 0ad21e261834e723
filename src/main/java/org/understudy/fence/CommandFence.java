package org.understudy.fence;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.FenceKeywords;
import org.understudy.config.Section;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/**
 * Fences by a command of the operator's ({@code type = cmd}). It must end with 0 only when the node
 * is off for certain. It finds the node's name in {@code UNDERSTUDY_FENCED}. Its arguments may hold
 * a password, so they are told to nobody.
 */
final class CommandFence implements Fence {
    private static final Logger LOG = LoggerFactory.getLogger(CommandFence.class);

    private final List<String> argv;
    private final Optional<List<String>> testArgv;
    private final Duration timeout;
    private final Commands commands;

    CommandFence(Section section, Commands commands) {
        this.argv = section.get(FenceKeywords.CMD);
        this.testArgv = section.find(FenceKeywords.TEST_CMD);
        this.timeout = section.get(FenceKeywords.TIMEOUT);
        this.commands = commands;
    }

    @Override
    public Outcome fence(NodeName node, Deadline deadline) throws InterruptedException {
        LOG.info("fence.run node={} program={}", node, argv.get(0));
        Result result = run(argv, node, deadline);
        return new Outcome(judge(result), said(argv, result));
    }

    @Override
    public Test test(NodeName node, Deadline deadline) throws InterruptedException {
        if (!lacks().isEmpty()) {
            return new Test(Verdict.FAILS, String.join("; ", lacks()));
        }
        if (testArgv.isEmpty()) {
            return new Test(Verdict.UNTESTED, argv.get(0) + ": no test_cmd says how to test it");
        }
        Result result = run(testArgv.get(), node, deadline);
        return new Test(result.ok() ? Verdict.WORKS : Verdict.FAILS,
                said(testArgv.get(), result));
    }

    @Override
    public List<String> lacks() {
        return Programs.lacking(testArgv.map(test -> List.of(argv.get(0), test.get(0)))
                .orElse(List.of(argv.get(0))));
    }

    private Result run(List<String> words, NodeName node, Deadline deadline)
            throws InterruptedException {
        return commands.run(new Command(words, deadline.atMost(timeout),
                Map.of("UNDERSTUDY_FENCED", node.value()), Optional.empty()));
    }

    private static String said(List<String> words, Result result) {
        return words.get(0) + ": " + result.summary();
    }

    private static FenceResult judge(Result result) {
        return switch (result.ending()) {
            case EXITED -> result.ok() ? FenceResult.CONFIRMED : FenceResult.FAILED;
            case KILLED -> FenceResult.UNKNOWN;
            case MISSING -> FenceResult.FAILED;
        };
    }
}
