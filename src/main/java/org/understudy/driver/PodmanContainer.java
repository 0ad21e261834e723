package org.understudy.driver;

import org.understudy.config.Section;

/** A podman container ({@code [container#…]} of type podman): as one of docker's. */
final class PodmanContainer {
    private PodmanContainer() {
    }

    static Driver make(Section section, Site site) {
        Section defaults = site.file().defaults();
        return new DockerContainer(section, new Site(site.rid(), site.file(), site.around(),
                Docker.with(new PodmanEngine(site, defaults.find(Docker.DATA_DIR)
                        .filter(dir -> defaults.get(Docker.PRIVATE))))), "podman");
    }
}
