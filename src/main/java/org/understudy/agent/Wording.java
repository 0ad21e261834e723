package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.understudy.api.Call;
import org.understudy.core.Forecast;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.Terms;
import org.understudy.model.View;
import org.understudy.wire.Asked;
import org.understudy.wire.Json;

/** What operators' wishes have in common: how they are worded. */
final class Wording {
    /** It travels in every beat while the wish is worked towards. */
    private static final int LONGEST_REASON = 200;

    /** Which nodes a wish about nodes is for. */
    enum NodeScope { LOCAL, CLUSTER }

    private Wording() {
    }

    static Asked asked(Call call) {
        return Json.decode(call.body().getBytes(StandardCharsets.UTF_8), Asked.class);
    }

    static NodeScope scope(Asked asked, View view) {
        if (!asked.to().isBlank() && !asked.to().equals(view.self().node().value())) {
            throw new IllegalArgumentException("this is " + view.self().node()
                    + ": what is asked of " + asked.to() + " is to be typed there");
        }
        return word(NodeScope.class, asked.scope());
    }

    static Terms terms(Asked asked) {
        String reason = asked.reason().strip();
        if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("reason: expected one line of at most "
                    + LONGEST_REASON + " characters, got " + reason.length());
        }
        return new Terms(reason, asked.lastsMillis() <= 0 ? Optional.empty()
                : Optional.of(Duration.ofMillis(asked.lastsMillis())));
    }

    static String author(Call call, View view) {
        return (call.uid() == 0 ? "root" : "uid " + call.uid()) + "@"
                + (call.node().isEmpty() ? view.self().node() : call.node());
    }

    /** {@code web will start on n1}, if it does in the second view and does not in the first. */
    static Optional<String> start(View before, View after, ServiceName name) {
        Optional<NodeName> now = Forecast.starts(before, name);
        return Forecast.starts(after, name).filter(node -> !now.equals(Optional.of(node)))
                .map(node -> name + " will start on " + node);
    }

    static <E extends Enum<E>> E word(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("expected one of "
                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
                + ", got \"" + word + "\"");
    }
}
