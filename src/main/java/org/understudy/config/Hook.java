package org.understudy.config;

import java.time.Duration;
import java.util.List;

/**
 * What is run when something happens: {@code [hook#name]}.
 *
 * @param name {@code hook#mail}
 * @param events names of events; {@code *} stands for any letters
 * @param command the program and its arguments
 * @param timeout a run that takes longer is ended
 * @param perMinute how many runs a minute at most
 * @param throttle for how long the same event of the same service is left out; zero: never
 */
public record Hook(String name, List<String> events, List<String> command, Duration timeout,
        int perMinute, Duration throttle) {
    public Hook {
        events = List.copyOf(events);
        command = List.copyOf(command);
    }
}
