package org.understudy.agent;

import java.util.List;
import java.util.stream.Collectors;
import org.understudy.core.Plan;

/** A plan on one line: {@code ip#1, fs#1, (container#1 | container#2)}. */
final class PlanText implements Plan.Reader<String> {
    static String of(Plan plan) {
        return plan.to(new PlanText());
    }

    @Override
    public String step(Plan.Step step) {
        return step.rid().value();
    }

    @Override
    public String serial(Plan.Serial serial) {
        return joined(serial.parts(), ", ");
    }

    @Override
    public String parallel(Plan.Parallel parallel) {
        return parallel.parts().size() == 1 ? joined(parallel.parts(), "")
                : "(" + joined(parallel.parts(), " | ") + ")";
    }

    private String joined(List<Plan> parts, String by) {
        return parts.stream().map(part -> part.to(this)).filter(text -> !text.isEmpty())
                .collect(Collectors.joining(by));
    }
}
