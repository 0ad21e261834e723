package org.understudy.driver;

import java.util.List;

/**
 * How to make a container.
 *
 * @param name its name
 * @param image name or id
 * @param args the options of {@code docker run}
 * @param command empty for the image's own
 */
record Recipe(String name, String image, RunArgs args, List<String> command) {
    Recipe {
        command = List.copyOf(command);
    }
}
