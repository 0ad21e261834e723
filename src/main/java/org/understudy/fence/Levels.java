package org.understudy.fence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.understudy.exec.Deadline;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/** Fences tried one after the other, until one is confirmed. */
final class Levels implements Fence {
    private final List<Fence> levels;

    Levels(List<Fence> levels) {
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("expected at least one level, got none");
        }
        this.levels = List.copyOf(levels);
    }

    /** UNKNOWN as soon as one is: that one may have done it. */
    @Override
    public Outcome fence(NodeName node, Deadline deadline) throws InterruptedException {
        List<String> said = new ArrayList<>();
        FenceResult result = FenceResult.FAILED;
        for (Fence level : levels) {
            Outcome outcome = level.fence(node, deadline);
            said.add(named(said.size(), outcome.detail()));
            if (outcome.result() == FenceResult.CONFIRMED) {
                return new Outcome(FenceResult.CONFIRMED, String.join("; ", said),
                        outcome.rest());
            }
            result = outcome.result() == FenceResult.UNKNOWN ? FenceResult.UNKNOWN : result;
        }
        return new Outcome(result, String.join("; ", said));
    }

    /** One level that does not work is worth a word, even if another does. */
    @Override
    public Test test(NodeName node, Deadline deadline) throws InterruptedException {
        List<Test> tests = new ArrayList<>();
        for (Fence level : levels) {
            tests.add(level.test(node, deadline));
        }
        Verdict worst = Stream.of(Verdict.FAILS, Verdict.UNTESTED)
                .filter(verdict -> tests.stream().anyMatch(test -> test.verdict() == verdict))
                .findFirst().orElse(Verdict.WORKS);
        List<String> said = new ArrayList<>();
        for (Test test : tests) {
            said.add(named(said.size(), test.detail()));
        }
        return new Test(worst, String.join("; ", said));
    }

    @Override
    public List<String> lacks() {
        return levels.stream().flatMap(level -> level.lacks().stream()).distinct().toList();
    }

    private String named(int index, String detail) {
        return levels.size() == 1 ? detail : "level " + (index + 1) + ": " + detail;
    }
}
