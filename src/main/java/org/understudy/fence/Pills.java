package org.understudy.fence;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.understudy.model.NodeName;

/** Orders to end that nodes read on a shared disk, and what is known of who should obey them. */
public interface Pills {
    /** Where there is no disk to put them on. */
    Pills NONE = new Pills() {
        @Override
        public Optional<Victim> victim(NodeName node) {
            return Optional.empty();
        }

        @Override
        public void order(NodeName node, String machine, UUID nonce) throws IOException {
            throw new IOException("no disk to put a pill on");
        }

        @Override
        public Optional<Answer> answer(NodeName node, String machine) throws IOException {
            throw new IOException("no disk to read an answer from");
        }
    };

    /**
     * What a node told when it was last heard.
     *
     * @param machine the boot of its machine
     * @param watchdog the timeout of its watchdog; zero where none is armed
     * @param reads whether it is fed only while the node can read its place on the disk
     */
    record Victim(String machine, Duration watchdog, boolean reads) {
    }

    /**
     * What a node wrote on the disk.
     *
     * @param goes the nonce of the order that it obeys; empty while it only looks there
     * @param watchdog so long after it goes its watchdog has reset it; zero where it has none
     */
    record Answer(Optional<UUID> goes, Duration watchdog) {
    }

    /** Empty for one that was never heard. */
    Optional<Victim> victim(NodeName node);

    /** Puts it where that boot of the node's machine reads it. Returns within seconds. */
    void order(NodeName node, String machine, UUID nonce) throws IOException;

    /** What that boot of the node's machine wrote last. Returns within seconds. */
    Optional<Answer> answer(NodeName node, String machine) throws IOException;
}
