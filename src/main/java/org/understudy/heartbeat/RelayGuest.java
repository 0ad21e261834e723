package org.understudy.heartbeat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.understudy.heartbeat.RelayFrame.Front;
import org.understudy.heartbeat.RelayFrame.Misfit;
import org.understudy.heartbeat.RelayFrame.Wanted;

/** One connection of a relay: anybody's. It never blocks; whatever it does has a deadline. */
final class RelayGuest {
    private static final long IDLE = Duration.ofSeconds(60).toNanos();
    private static final long FRAME = Duration.ofSeconds(10).toNanos();
    private static final long LEAVE = Duration.ofSeconds(10).toNanos();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOST_FRAMES = 200;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final InetAddress address;
    private final ByteBuffer source;
    private final Host host;
    private final ByteBuffer front = ByteBuffer.allocate(RelayFrame.FRONT);
    private Doing doing = Doing.RESTS;
    private long deadline;
    private Front begun;
    private ByteBuffer room = ByteBuffer.allocate(0);
    private long charged;
    private Wanted wanted;
    private long second;
    private int frames;

    /** What it does; each has its deadline. */
    private enum Doing { RESTS, SENDS, WAITS, IS_TOLD, LEAVES }

    /** Whose guest it is. */
    interface Host {
        Mailbox mailbox();

        /** Of all that is on its way. */
        Allowance bytes();

        /** Somebody posted there. */
        void posted(UUID slot, long now);

        void refused(InetAddress whom, String why);
    }

    RelayGuest(SocketChannel channel, SelectionKey key, Host host) {
        this.channel = channel;
        this.key = key;
        this.address = channel.socket().getInetAddress();
        this.source = Allowance.source(address);
        this.host = host;
        turn(Doing.RESTS, System.nanoTime() + IDLE);
    }

    ByteBuffer source() {
        return source;
    }

    boolean gone() {
        return !channel.isOpen();
    }

    private void turn(Doing to, long until) {
        doing = to;
        deadline = until;
        key.interestOps(to == Doing.IS_TOLD ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** There is something to read, or room to write. */
    void ready(long now) {
        try {
            switch (doing) {
                case RESTS, SENDS -> read(now);
                case IS_TOLD -> write(now);
                case WAITS, LEAVES -> discard();
            }
        } catch (Misfit misfit) {
            refuse(misfit.getMessage(), now);
        } catch (IOException lost) {
            close();
        }
    }

    /** Ends what has taken too long. */
    void sweep(long now) {
        if (gone() || now - deadline < 0) {
            return;
        }
        switch (doing) {
            case WAITS -> answer(RelayFrame.slots(host.mailbox().changed(wanted.known())), now);
            case SENDS, IS_TOLD -> {
                host.refused(address, "too slow");
                close();
            }
            case RESTS, LEAVES -> close();
        }
    }

    /** Somebody posted there. */
    void posted(UUID slot, long now) {
        if (!gone() && doing == Doing.WAITS && wanted.known().containsKey(slot)) {
            answer(RelayFrame.slots(host.mailbox().changed(wanted.known())), now);
        }
    }

    private void discard() throws IOException {
        int length = channel.read(ByteBuffer.allocate(RelayFrame.FRONT * 1024));
        if (length < 0) {
            close();
        } else if (length > 0 && doing == Doing.WAITS) {
            throw new Misfit("expected nothing before the answer, got more");
        }
    }

    private void read(long now) throws IOException {
        int length = channel.read(front.hasRemaining() ? front : room);
        if (length < 0) {
            close();
            return;
        }
        if (doing == Doing.RESTS) {
            turn(Doing.SENDS, now + FRAME);
        }
        if (begun == null && !front.hasRemaining()) {
            begin(now);
        }
        if (begun != null && !room.hasRemaining()) {
            RelayFrame whole = new RelayFrame(begun.sort(), room.array());
            free();
            take(whole, now);
        }
    }

    private void begin(long now) throws Misfit {
        Front next = RelayFrame.front(front.flip());
        frames = now - second > SECOND ? 1 : frames + 1;
        second = frames == 1 ? now : second;
        if (frames > MOST_FRAMES) {
            throw new Misfit("expected at most " + MOST_FRAMES + " questions in a second");
        }
        charge(next.length());
        room = ByteBuffer.allocate(next.length());
        begun = next;
    }

    private void take(RelayFrame frame, long now) throws Misfit {
        switch (frame.sort()) {
            case POST -> {
                UUID slot = frame.slot();
                Optional<String> why = host.mailbox().put(source, slot, frame.posted(), now);
                if (why.isPresent()) {
                    throw new Misfit(why.get());
                }
                answer(RelayFrame.taken(), now);
                host.posted(slot, now);
            }
            case FETCH -> {
                wanted = frame.wanted();
                RelayFrame found = RelayFrame.slots(host.mailbox().changed(wanted.known()));
                if (found.body().length > 0 || wanted.within().isZero()) {
                    answer(found, now);
                } else {
                    turn(Doing.WAITS, now + (wanted.within().compareTo(LONGEST_WAIT) < 0
                            ? wanted.within() : LONGEST_WAIT).toNanos());
                }
            }
            case TAKEN, SLOTS, REFUSED -> throw new Misfit("expected a question, got an answer");
        }
    }

    private void answer(RelayFrame frame, long now) {
        try {
            charge(frame.body().length);
            room = frame.bytes();
            turn(Doing.IS_TOLD, now + FRAME);
            write(now);
        } catch (Misfit full) {
            refuse(full.getMessage(), now);
        } catch (IOException lost) {
            close();
        }
    }

    private void write(long now) throws IOException {
        channel.write(room);
        if (!room.hasRemaining()) {
            free();
            turn(Doing.RESTS, now + IDLE);
        }
    }

    private void charge(int length) throws Misfit {
        if (!host.bytes().take(source, length)) {
            throw new Misfit("no room for " + length + " bytes");
        }
        charged = length;
    }

    private void free() {
        host.bytes().back(source, charged);
        charged = 0;
        room = ByteBuffer.allocate(0);
        begun = null;
        front.clear();
    }

    /** What still comes is read for a moment: a connection that is reset loses the words, too. */
    private void refuse(String why, long now) {
        host.refused(address, why);
        free();
        try {
            channel.write(RelayFrame.refused(why).bytes());
            channel.shutdownOutput();
            turn(Doing.LEAVES, now + LEAVE);
        } catch (IOException lost) {
            close();
        }
    }

    void close() {
        free();
        try {
            channel.close();
        } catch (IOException e) {
            host.refused(address, e.toString());
        }
    }
}
