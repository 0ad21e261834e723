package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.understudy.wire.Shapes;

/** What a command has to say of one thing after the other, for programs: in the end, one text. */
final class Gathered {
    private final Screen screen;
    private final SvcmgrLine line;
    private final List<Object> rows = new ArrayList<>();
    private final Map<String, String> documents = new LinkedHashMap<>();
    private boolean inRows;

    Gathered(Screen screen, SvcmgrLine line) {
        this.screen = screen;
        this.line = line;
    }

    /** Elements of one list, which there is also when there are none. */
    void rows(List<?> more) {
        inRows = true;
        rows.addAll(more);
    }

    void row(Object one) {
        rows(List.of(one));
    }

    /** All of the text when no other was asked for; a field of it, or a row, beside others. */
    void document(String name, String json) {
        documents.put(name, json);
    }

    void document(String name, Record one) {
        document(name, Shapes.write(one));
    }

    /** Shows it; nothing where nothing was gathered. */
    void show() throws Failure {
        if (inRows) {
            screen.show(line.shown(Shapes.write(rows)));
        } else if (!documents.isEmpty()) {
            screen.show(line.shown(!isOfSeveral() ? Formats.document(documents)
                    : List.of("csv", "table").contains(line.format)
                            ? "[" + String.join(",", documents.values()) + "]"
                            : Formats.fields(documents)));
        }
    }

    /** Also where all others have failed, so that the shape is that of what was typed. */
    private boolean isOfSeveral() {
        return documents.size() > 1 || line.services.stream().distinct().count() > 1;
    }
}
