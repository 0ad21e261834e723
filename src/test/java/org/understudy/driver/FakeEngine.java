package org.understudy.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.understudy.exec.Deadline;

/** A docker daemon in a few maps. */
final class FakeEngine implements Engine {
    static final String IMAGE = "sha256:de9a918355130123456789";

    private final Map<String, Box> boxes = new TreeMap<>();
    Optional<EngineException.Kind> fault = Optional.empty();
    String from = IMAGE;
    final List<String> pulled = new ArrayList<>();
    final List<Recipe> made = new ArrayList<>();
    private final Set<String> images = new TreeSet<>();
    boolean registryAway;
    /** The call behind the next so many ones is never answered. */
    int before = -1;
    /** What a started container ends with at once; empty: it stays. */
    Optional<Long> ends = Optional.empty();

    @Override
    public void ping(Deadline deadline) throws EngineException {
        failing(deadline);
    }

    @Override
    public String create(Recipe recipe, Deadline deadline) throws EngineException {
        failing(deadline);
        made.add(recipe);
        boxes.put(recipe.name(), new Box("e9828ec4620a0000", from, false, 0, 0));
        return "e9828ec4620a0000";
    }

    @Override
    public void start(String id, Deadline deadline) throws EngineException {
        failing(deadline);
        boxes.replaceAll((name, box) -> new Box(box.id(), box.imageId(),
                ends.isEmpty(), ends.orElse(0L), 0));
    }

    @Override
    public void stop(String id, Duration grace, Deadline deadline) throws EngineException {
        failing(deadline);
        boxes.replaceAll((name, box) -> new Box(box.id(), box.imageId(), false, 143, 0));
    }

    @Override
    public void kill(String id, Deadline deadline) throws EngineException {
        stop(id, Duration.ZERO, deadline);
    }

    @Override
    public void remove(String id, Deadline deadline) throws EngineException {
        failing(deadline);
        boxes.clear();
    }

    @Override
    public Optional<Box> inspect(String name, Deadline deadline) throws EngineException {
        failing(deadline);
        return boxes.entrySet().stream().filter(e -> e.getKey().equals(name)
                || e.getValue().id().equals(name)).map(Map.Entry::getValue).findFirst();
    }

    @Override
    public List<String> running(Deadline deadline) throws EngineException {
        failing(deadline);
        return boxes.values().stream().filter(Box::running).map(Box::id).toList();
    }

    @Override
    public Optional<Image> image(String name, Deadline deadline) throws EngineException {
        failing(deadline);
        return IMAGE.contains(name) || images.contains(name)
                ? Optional.of(new Image(IMAGE, List.of("registry:latest")))
                : Optional.empty();
    }

    @Override
    public Optional<String> withheld(String image, Deadline deadline) throws EngineException {
        failing(deadline);
        return registryAway ? Optional.of("no registry") : Optional.empty();
    }

    @Override
    public void pull(String image, Deadline deadline) throws EngineException {
        failing(deadline);
        pulled.add(image);
        if (registryAway) {
            throw new EngineException(EngineException.Kind.REFUSED, "no registry", null);
        }
        images.add(image);
    }

    @Override
    public void close() {
        boxes.clear();
    }

    private void failing(Deadline deadline) throws EngineException {
        if (deadline.passed() || before-- == 0) {
            throw new EngineException(EngineException.Kind.SILENT, "staged", null);
        }
        if (fault.isPresent()) {
            throw new EngineException(fault.get(), "staged", null);
        }
    }
}
