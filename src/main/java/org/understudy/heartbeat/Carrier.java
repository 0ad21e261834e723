package org.understudy.heartbeat;

import java.util.List;
import java.util.Optional;
import org.understudy.model.NodeName;

/** A link that is open. */
interface Carrier extends AutoCloseable {
    /**
     * Sends a beat to all peers.
     *
     * @param beat its datagrams
     * @throws Exception when it could not be sent to one; the others were tried all the same
     */
    void send(List<byte[]> beat) throws Exception;

    /**
     * Sends to one peer.
     *
     * @throws Exception when it cannot leave now
     */
    void send(NodeName to, byte[] datagram) throws Exception;

    /** Whether it is to be opened again. Asked now and then, from one thread. */
    boolean lost();

    /** What is wrong now, although it is open. Asked like {@link #lost}. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    void close();
}
