package org.understudy.heartbeat;

import java.util.Optional;
import org.understudy.model.LinkName;

/**
 * How a link of this node is.
 *
 * @param type {@code unicast}, {@code multicast}, {@code disk} or {@code relay}
 * @param at where it is on this node
 * @param trouble what is wrong with it, if anything
 */
public record LinkState(LinkName name, String type, String at, Optional<String> trouble) {
}
