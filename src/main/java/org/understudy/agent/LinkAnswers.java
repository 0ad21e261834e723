package org.understudy.agent;

import java.util.List;
import java.util.function.Supplier;
import org.understudy.core.Liveness;
import org.understudy.heartbeat.Dropped;
import org.understudy.heartbeat.LinkState;
import org.understudy.model.LinkName;
import org.understudy.model.View;
import org.understudy.wire.LinkText;

/**
 * Answers about the links.
 *
 * @param published who is heard on them
 * @param states how they are
 * @param dropped what came in on them and was of no use
 */
record LinkAnswers(Published published, Supplier<List<LinkState>> states,
        Supplier<List<Dropped>> dropped) {
    List<LinkText> all() {
        View view = published.round().view();
        List<Dropped> drops = dropped.get();
        return states.get().stream().map(state -> new LinkText(state.name().value(), state.type(),
                state.at(), state.trouble().orElse("open"), peers(view, state.name()),
                drops.stream().filter(drop -> drop.link().equals(state.name()))
                        .map(drop -> new LinkText.Drop(drop.source(), drop.count(),
                                drop.reason().words())).toList())).toList();
    }

    private static List<String> peers(View view, LinkName link) {
        return view.peers().entrySet().stream().map(peer -> peer.getKey()
                + (Liveness.heard(view, peer.getKey(), link) ? " up " : " silent ")
                + (peer.getValue().heard().containsKey(link) ? Chronicle.text(view.now()
                        .since(peer.getValue().heard().get(link))) : "never")).toList();
    }
}
