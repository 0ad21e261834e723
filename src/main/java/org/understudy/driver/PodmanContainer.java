package org.understudy.driver;

import org.understudy.config.Section;

/** A podman container ({@code [container#…]} of type podman): as one of docker's. */
final class PodmanContainer {
    private PodmanContainer() {
    }

    static Driver make(Section section, Site site) {
        return new DockerContainer(section, new Site(site.rid(), site.file(), site.around(),
                Docker.with(engine(site))), "podman");
    }

    /** The podman of the service: with what it keeps where the service's file says. */
    static PodmanEngine engine(Site site) {
        Section defaults = site.file().defaults();
        return new PodmanEngine(site, defaults.find(Docker.DATA_DIR)
                .filter(dir -> defaults.get(Docker.PRIVATE)));
    }
}
