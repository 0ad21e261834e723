package org.understudy.driver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.understudy.exec.Deadline;

/** What is asked of a docker daemon. Every call ends by its deadline and can be interrupted. */
interface Engine extends AutoCloseable {
    /**
     * A container.
     *
     * @param id all 64 digits
     * @param imageId {@code sha256:…} of the image it was made from
     * @param running whether its process lives
     * @param exit the code of its last end
     * @param pid of its first process, where the engine runs; 0 when there is none
     */
    record Box(String id, String imageId, boolean running, long exit, long pid) {
    }

    /**
     * An image.
     *
     * @param id {@code sha256:…}
     * @param tags {@code repo:tag}, without those that stand for none
     */
    record Image(String id, List<String> tags) {
    }

    /** A container, and the image that one of its kind would be made from now. */
    record Sight(Optional<Box> box, Optional<Image> image) {
    }

    void ping(Deadline deadline) throws EngineException, InterruptedException;

    /** @return the new container's id */
    String create(Recipe recipe, Deadline deadline) throws EngineException, InterruptedException;

    void start(String id, Deadline deadline) throws EngineException, InterruptedException;

    /** Asks it to end, kills it after the grace; returns when it has ended. */
    void stop(String id, Duration grace, Deadline deadline)
            throws EngineException, InterruptedException;

    void kill(String id, Deadline deadline) throws EngineException, InterruptedException;

    void remove(String id, Deadline deadline) throws EngineException, InterruptedException;

    Optional<Box> inspect(String name, Deadline deadline)
            throws EngineException, InterruptedException;

    /** Ids of the running containers. */
    List<String> running(Deadline deadline) throws EngineException, InterruptedException;

    Optional<Image> image(String name, Deadline deadline)
            throws EngineException, InterruptedException;

    /** Both at once, for an engine that takes less time for that. */
    default Sight look(String name, String image, Deadline deadline)
            throws EngineException, InterruptedException {
        Optional<Image> wanted = image(image, deadline);
        return new Sight(inspect(name, deadline), wanted);
    }

    /** Why no registry would give it; empty when one would, or when that cannot be told. */
    Optional<String> withheld(String image, Deadline deadline)
            throws EngineException, InterruptedException;

    /** Fetches an image from its registry. */
    void pull(String image, Deadline deadline) throws EngineException, InterruptedException;

    @Override
    void close();
}
