package org.understudy.heartbeat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.understudy.heartbeat.RelayFrame.Front;

/**
 * A connection to a relay: one question at a time, each with a deadline. Of one thread, but that
 * anybody may close it, which ends what waits.
 */
final class RelayLine implements AutoCloseable {
    private final InetSocketAddress to;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    /** The relay says why it does not do what it is asked for. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    private RelayLine(InetSocketAddress to, SocketChannel channel, Selector selector)
            throws IOException {
        this.to = to;
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = channel.register(selector, 0);
    }

    /**
     * Connects.
     *
     * @param to an address, never a name
     * @param until of the monotonic clock
     * @throws IOException when nobody has answered by then
     */
    static RelayLine open(InetSocketAddress to, long until) throws IOException {
        Selector selector = Selector.open();
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            RelayLine line = new RelayLine(to, channel, selector);
            boolean there = channel.connect(to);
            while (!there) {
                line.await(SelectionKey.OP_CONNECT, until);
                there = channel.finishConnect();
            }
            return line;
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            selector.close();
            throw e;
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws Refusal when the relay says no
     * @throws IOException when it does not answer by then, or with what is no answer
     */
    RelayFrame ask(RelayFrame question, long until) throws IOException {
        ByteBuffer out = question.bytes();
        while (channel.write(out) >= 0 && out.hasRemaining()) {
            await(SelectionKey.OP_WRITE, until);
        }
        Front front = RelayFrame.front(read(RelayFrame.FRONT, until));
        RelayFrame answer = new RelayFrame(front.sort(), read(front.length(), until).array());
        if (answer.sort() == RelayFrame.Sort.REFUSED) {
            throw new Refusal("refused by " + place() + ": " + answer.why());
        }
        return answer;
    }

    private ByteBuffer read(int length, long until) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(length);
        while (in.hasRemaining()) {
            int more = channel.read(in);
            if (more < 0) {
                throw new EOFException("the connection was closed");
            }
            if (more == 0) {
                await(SelectionKey.OP_READ, until);
            }
        }
        return in.flip();
    }

    private void await(int what, long until) throws IOException {
        long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        try {
            key.interestOps(what);
            if (left <= 0 || selector.select(left) == 0 && until - System.nanoTime() <= 0) {
                throw new IOException(place() + " does not answer");
            }
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException | CancelledKeyException closed) {
            throw new IOException("the link is closed", closed);
        }
    }

    private String place() {
        return to.getAddress().getHostAddress() + ":" + to.getPort();
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            throw new IllegalStateException(place() + " cannot be closed", e);
        }
    }
}
