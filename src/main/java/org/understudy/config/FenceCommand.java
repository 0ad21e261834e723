package org.understudy.config;

import java.time.Duration;
import java.util.List;

/**
 * How this node switches another off: a section {@code [stonith#node]}.
 *
 * @param command program and arguments; exit status 0 means that the node is off
 * @param timeout after this the result is unknown
 */
public record FenceCommand(List<String> command, Duration timeout) {
    public FenceCommand {
        command = List.copyOf(command);
    }
}
