package org.understudy.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.model.Group;
import org.understudy.model.NodeName;

/**
 * Looks at applications that are started by a script. In older files a number in place of
 * {@code true} said which script comes first.
 */
final class Launchers {
    private static final String START = "start";
    private static final String SCRIPT = "script";
    private static final String NUMBER = "\\d{1,9}";

    private final Findings findings;
    private final NodeName node;

    /** @param node whose view it is */
    Launchers(Findings findings, NodeName node) {
        this.findings = findings;
        this.node = node;
    }

    /** Those of a service, whose values may be wrong. */
    void check(List<Sheet.Part> parts) {
        Map<String, Sheet.Part> last = new HashMap<>();
        parts.stream().filter(this::isLauncher).sorted((a, b) -> a.rid().compareTo(b.rid()))
                .forEach(part -> {
                    checkScript(part);
                    if (number(part).isPresent()) {
                        Sheet.Part before = last.put(text(part, "subset").orElse(""), part);
                        Optional.ofNullable(before).ifPresent(one -> checkOrder(one, part));
                    }
                });
    }

    private boolean isLauncher(Sheet.Part part) {
        return part.kind().group() == Group.APP
                && part.kind().keywords().find(SCRIPT).isPresent()
                && text(part, ResourceKeywords.DISABLE.name()).filter(Launchers::isTrue).isEmpty();
    }

    private void checkScript(Sheet.Part part) {
        if (text(part, SCRIPT).isPresent()) {
            return;
        }
        List.of(START, "stop", "check").forEach(key -> text(part, key)
                .filter(value -> isTrue(value) || value.matches(NUMBER) && !value.equals("0"))
                .ifPresent(value -> findings.error(place(part, key), "expected a command line,"
                        + " since there is no script that could be called, got "
                        + Quote.of(value))));
    }

    private void checkOrder(Sheet.Part before, Sheet.Part part) {
        if (number(before).orElseThrow() > number(part).orElseThrow()) {
            findings.warning(place(part, START), "no effect: " + before.rid() + " starts before "
                    + part.rid() + ", by their ids; subsets order them otherwise");
        }
    }

    private Optional<Integer> number(Sheet.Part part) {
        return text(part, START).filter(value -> value.matches(NUMBER)).map(Integer::valueOf);
    }

    private Optional<String> text(Sheet.Part part, String key) {
        try {
            return part.lookup().text(key, node);
        } catch (Unresolved reported) {
            return Optional.empty();
        }
    }

    private Place place(Sheet.Part part, String key) {
        return part.lookup().keywords().find(key)
                .flatMap(keyword -> part.lookup().find(keyword, node)).map(Ini.Entry::place)
                .orElse(part.lookup().section().block().place().at(key));
    }

    private static boolean isTrue(String value) {
        return Checker.fits(value, ResourceKeywords.DISABLE) && Types.BOOLEAN.parse(value);
    }
}
