package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.understudy.core.Aggregate;
import org.understudy.core.Foresight.Deed;
import org.understudy.core.Foresight.What;
import org.understudy.core.Plan;
import org.understudy.model.Local;
import org.understudy.model.Rid;
import org.understudy.model.Status;
import org.understudy.model.View;

/** What would be done, a line for each step, in order. */
final class PlanLines implements Plan.Reader<Void> {
    private final View view;
    private final Deed deed;
    private final List<String> lines = new ArrayList<>();
    private String margin = "  ";

    private PlanLines(View view, Deed deed) {
        this.view = view;
        this.deed = deed;
    }

    /** One line at least. */
    static List<String> of(View view, List<Deed> deeds) {
        List<String> all = new ArrayList<>();
        for (Deed deed : deeds) {
            PlanLines lines = new PlanLines(view, deed);
            all.add(deed.service() + " on " + deed.node() + ": "
                    + deed.what().name().toLowerCase(Locale.ROOT));
            deed.plan().to(lines);
            all.addAll(lines.lines);
        }
        return all.isEmpty() ? List.of("nothing would be done") : all;
    }

    @Override
    public Void step(Plan.Step step) {
        lines.add(margin + step.rid() + mark(step.rid()));
        return null;
    }

    @Override
    public Void serial(Plan.Serial serial) {
        serial.parts().forEach(part -> part.to(this));
        return null;
    }

    @Override
    public Void parallel(Plan.Parallel parallel) {
        lines.add(margin + "at once:");
        String before = margin;
        margin += "  ";
        parallel.parts().forEach(part -> part.to(this));
        margin = before;
        return null;
    }

    /** What needs no doing; of other nodes that is not known resource by resource. */
    private String mark(Rid rid) {
        Local local = view.services().get(deed.service());
        if (!deed.node().equals(view.self().node()) || local == null) {
            return "";
        }
        Status status = Aggregate.status(local, local.service().resource(rid));
        boolean up = status == Status.UP || status == Status.STDBY_UP;
        boolean down = status == Status.DOWN || status == Status.STDBY_DOWN;
        return deed.what() == What.START && up || deed.what() == What.STOP && down
                ? " (" + (up ? "up" : "down") + " already)" : "";
    }
}
