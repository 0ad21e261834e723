package org.understudy.driver;

import java.util.Optional;
import org.understudy.config.Section;
import org.understudy.exec.Deadline;

/** Whether a container could get its image on this node, looked for before anything is made. */
final class ImageSupply {
    private final Site site;
    private final Engine engine;
    private final String image;
    private final boolean pulls;

    ImageSupply(Section section, Site site) {
        this.site = site;
        this.engine = site.docker().engine();
        this.image = section.get(ContainerKeys.IMAGE);
        this.pulls = !section.get(ContainerKeys.PULL_POLICY).equals("never");
    }

    /** What keeps it from being here; empty when it is, or may come. */
    Optional<String> lack(Deadline deadline) throws EngineException, InterruptedException {
        if (engine.image(image, deadline).isPresent()) {
            return Optional.empty();
        }
        if (!pulls) {
            return Optional.of("image_pull_policy is never");
        }
        if (image.matches("(sha256:)?[0-9a-f]{12,64}")) {
            return Optional.of("no registry gives one by its id");
        }
        return own() ? Optional.empty() : engine.withheld(image, deadline);
    }

    /** A registry that the service brings itself, or that this node is, may be there in time. */
    private boolean own() {
        String host = image.contains("/") ? image.substring(0, image.indexOf('/'))
                .replaceFirst(":\\d+$", "") : "";
        return host.equals("localhost") || host.startsWith("127.")
                || site.file().sections().entrySet().stream()
                        .filter(one -> one.getKey().section().equals("ip"))
                        .anyMatch(one -> one.getValue().get(Ip.IPNAME).equals(host));
    }
}
