package org.understudy.heartbeat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of a machine through which nodes hear each other: {@code understudy-agent relay}. It
 * keeps the last beat of each in memory and knows no key, no cluster and no node: a slot has a
 * number that only those can work out who have the cluster's key. So all it could do is to keep
 * silent, or to tell again what was told. Anybody may connect; nobody gets more than a share.
 */
public final class Relay implements Runnable, AutoCloseable {
    public static final int PORT = 10501;

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final Duration SWEEP = Duration.ofMillis(100);
    private static final Duration TELL = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 1024;
    private static final int CONNECTIONS_OF_EACH = 128;
    private static final long BYTES = 16L * SharedDisk.MIB;
    private static final long BYTES_OF_EACH = 4L * SharedDisk.MIB;

    private final Selector selector;
    private final ServerSocketChannel door;
    private final SelectionKey knock;
    private final Set<RelayGuest> guests = new LinkedHashSet<>();
    private final Allowance connections = new Allowance(CONNECTIONS, CONNECTIONS_OF_EACH);
    private final Allowance bytes = new Allowance(BYTES, BYTES_OF_EACH);
    private final Mailbox mailbox = new Mailbox(bytes);
    private final RelayGuest.Host host = new Hosting();
    private long swept = System.nanoTime();
    private long told = swept - TELL.toNanos();
    private long refusals;

    private final class Hosting implements RelayGuest.Host {
        @Override
        public Mailbox mailbox() {
            return mailbox;
        }

        @Override
        public Allowance bytes() {
            return bytes;
        }

        @Override
        public void posted(UUID slot, long now) {
            guests.forEach(guest -> guest.posted(slot, now));
        }

        /** Once a minute at most: who is refused must not fill a log. */
        @Override
        public void refused(InetAddress whom, String why) {
            refusals++;
            long now = System.nanoTime();
            if (now - told >= TELL.toNanos()) {
                log.warn("relay.refused count={} last={} reason=\"{}\"", refusals,
                        whom.getHostAddress(), why);
                told = now;
                refusals = 0;
            }
        }
    }

    /**
     * Listens already; answers once it runs.
     *
     * @throws IOException if the port is taken
     */
    public Relay(InetSocketAddress address) throws IOException {
        selector = Selector.open();
        door = ServerSocketChannel.open();
        try {
            door.bind(address);
            door.configureBlocking(false);
            knock = door.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            door.close();
            selector.close();
            throw new IOException("TCP port " + address.getPort() + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public int port() {
        return door.socket().getLocalPort();
    }

    @Override
    public void run() {
        log.info("relay.ready port={}", port());
        try {
            while (door.isOpen()) {
                selector.select(this::serve, patience().toMillis());
                long now = System.nanoTime();
                if (now - swept >= SWEEP.toNanos()) {
                    sweep(now);
                }
            }
        } catch (ClosedSelectorException ended) {
            log.info("relay.ended");
        } catch (IOException e) {
            throw new IllegalStateException("relay: the selector fails", e);
        } finally {
            guests.forEach(RelayGuest::close);
        }
    }

    private Duration patience() {
        return guests.isEmpty() && knock.interestOps() != 0 ? TELL : SWEEP;
    }

    private void serve(SelectionKey key) {
        if (key == knock) {
            welcome();
        } else if (key.isValid()) {
            ((RelayGuest) key.attachment()).ready(System.nanoTime());
        }
    }

    /** Without a descriptor to spare it looks again at the next sweep. */
    private void welcome() {
        try {
            SocketChannel channel = door.accept();
            if (channel != null) {
                receive(channel);
            }
        } catch (IOException e) {
            log.warn("relay.unheard detail=\"{}\"", e.toString());
            knock.interestOps(0);
        }
    }

    private void receive(SocketChannel channel) throws IOException {
        InetAddress address = channel.socket().getInetAddress();
        ByteBuffer source = Allowance.source(address);
        if (!connections.take(source, 1)) {
            host.refused(address, "no connection is free");
            channel.close();
            return;
        }
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            RelayGuest guest = new RelayGuest(channel, key, host);
            key.attach(guest);
            guests.add(guest);
        } catch (IOException e) {
            connections.back(source, 1);
            channel.close();
            throw e;
        }
    }

    private void sweep(long now) {
        swept = now;
        knock.interestOps(SelectionKey.OP_ACCEPT);
        guests.forEach(guest -> guest.sweep(now));
        List<RelayGuest> gone = guests.stream().filter(RelayGuest::gone).toList();
        gone.forEach(guest -> connections.back(guest.source(), 1));
        gone.forEach(guests::remove);
        mailbox.sweep(now);
    }

    @Override
    public void close() throws IOException {
        door.close();
        selector.close();
    }
}
