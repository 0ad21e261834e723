package org.understudy.heartbeat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.understudy.heartbeat.Keys.Key;
import org.understudy.model.Cluster;
import org.understudy.model.NodeName;

/**
 * Orders to end, and what is answered, on the disk of a link: two blocks for each slot, behind the
 * claims in the first megabyte. All of it is sealed, and meant for one boot of one machine.
 *
 * <pre>
 * block 128 + n   the last order to the node of slot n
 * block 192 + n   what that node says: that it looks here, or that it goes
 *
 * UNDERSTUDY-PILL  key (4)  once (16)  length (4)  sealed: to, by, machine, nonce, goes, timeout
 * </pre>
 */
public final class PillBox implements AutoCloseable {
    private static final byte[] MAGIC = "UNDERSTUDY-PILL\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = MAGIC.length + Integer.BYTES + 2 * Long.BYTES;
    private static final int ORDERS = 2 * SharedDisk.SLOTS;
    private static final int ANSWERS = 3 * SharedDisk.SLOTS;
    private static final UUID NONE = new UUID(0, 0);

    private final SharedDisk disk;
    private final Cluster cluster;
    private final NodeName self;
    private final KeyFile keys;
    private final SortedMap<String, Long> ignored = new TreeMap<>();
    private byte[] last = {};
    private Optional<Integer> sealed = Optional.empty();

    /**
     * An order to end.
     *
     * @param by who gave it
     * @param nonce to be answered with
     */
    public record Order(NodeName by, UUID nonce) {
    }

    /**
     * What a node says.
     *
     * @param goes whether it ends now, and feeds its watchdog no more; else it only looks here
     * @param nonce of the order that it obeys
     * @param watchdog so long after that its watchdog has reset it; zero where it has none
     */
    public record Answer(boolean goes, UUID nonce, Duration watchdog) {
        /** Of a node that looks here. */
        public static Answer looking(Duration watchdog) {
            return new Answer(false, NONE, watchdog);
        }
    }

    private record Note(String to, String by, String machine, Answer answer) {
    }

    private PillBox(SharedDisk disk, Cluster cluster, NodeName self, KeyFile keys) {
        this.disk = disk;
        this.cluster = cluster;
        this.self = self;
        this.keys = keys;
    }

    /**
     * Opens the disk of a link, on which this cluster's nodes have their slots already.
     *
     * @throws IOException when it is not there, or not this cluster's
     */
    public static PillBox open(Path path, Cluster cluster, NodeName self, KeyFile keys)
            throws IOException {
        return new PillBox(SharedDisk.open(path), cluster, self, keys);
    }

    /** Orders that boot of the node's machine to end. */
    public void order(NodeName to, String machine, UUID nonce) throws IOException {
        write(ORDERS + slot(to), new Note(to.value(), self.value(), machine,
                new Answer(true, nonce, Duration.ZERO)));
    }

    /** The order to this node, if there is one to this boot of its machine. */
    public Optional<Order> ordered(String machine) throws IOException {
        byte[] block = block(ORDERS + slot(self));
        boolean same = Arrays.equals(block, last);
        last = block;
        Optional<Note> note = read(block, ORDERS, !same);
        boolean other = note.isPresent() && !(note.get().to().equals(self.value())
                && note.get().machine().equals(machine));
        if (other && !same) {
            count("of an earlier boot, or for another node");
        }
        return note.filter(one -> !other).map(one -> new Order(new NodeName(one.by()),
                one.answer().nonce()));
    }

    /** Says something of this boot of this machine. */
    public void answer(String machine, Answer answer) throws IOException {
        sealed = Optional.of(write(ANSWERS + slot(self), new Note("", self.value(), machine,
                answer)));
    }

    /** Whether what was said through this is to be said again: the key that seals is another. */
    public boolean isOutdated() {
        return !sealed.equals(Optional.of(keys.keys().first().id()));
    }

    /** What that boot of the node's machine last said. */
    public Optional<Answer> answer(NodeName of, String machine) throws IOException {
        return read(block(ANSWERS + slot(of)), ANSWERS, false)
                .filter(note -> note.by().equals(of.value()) && note.machine().equals(machine))
                .map(Note::answer);
    }

    /** How many orders were not obeyed, by why. */
    public SortedMap<String, Long> ignored() {
        return new TreeMap<>(ignored);
    }

    private int slot(NodeName node) throws IOException {
        return Optional.of(DiskHeader.read(disk))
                .filter(header -> header.cluster().equals(Optional.of(cluster.name())))
                .flatMap(header -> header.slot(node)).orElseThrow(() -> new IOException(
                        disk.path() + ": " + node + " has no slot of cluster " + cluster.name()
                                + " there"));
    }

    private byte[] block(int number) throws IOException {
        return disk.read((long) number * SharedDisk.BLOCK, SharedDisk.BLOCK);
    }

    private void count(String why) {
        ignored.merge(why, 1L, Long::sum);
    }

    /** The number of the key that sealed it. */
    private int write(int number, Note note) throws IOException {
        Key key = keys.keys().first();
        UUID once = UUID.randomUUID();
        ByteBuffer header = ByteBuffer.allocate(HEADER).put(MAGIC).putInt(key.id())
                .putLong(once.getMostSignificantBits()).putLong(once.getLeastSignificantBits());
        int kind = number / SharedDisk.SLOTS * SharedDisk.SLOTS;
        byte[] sealed = Seal.close(Seal.key(key.bytes(), purpose(kind, once)), 1, header.array(),
                bytes(note));
        ByteBuffer block = ByteBuffer.allocate(SharedDisk.BLOCK).put(header.array())
                .putInt(sealed.length).put(sealed);
        disk.write((long) number * SharedDisk.BLOCK, block.array());
        return key.id();
    }

    /** @param counts whether what cannot be used is counted */
    private Optional<Note> read(byte[] block, int kind, boolean counts) throws IOException {
        if (Arrays.mismatch(block, new byte[block.length]) < 0) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(block, MAGIC.length, block.length - MAGIC.length);
        Optional<Key> key = keys.keys().find(in.getInt());
        UUID once = new UUID(in.getLong(), in.getLong());
        int length = in.getInt();
        boolean whole = Arrays.equals(block, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && length > 0 && length <= in.remaining();
        Optional<byte[]> plain = !whole || key.isEmpty() ? Optional.empty()
                : Seal.open(Seal.key(key.get().bytes(), purpose(kind, once)), 1,
                        Arrays.copyOf(block, HEADER),
                        Arrays.copyOfRange(block, in.position(), in.position() + length));
        if (plain.isEmpty() && counts) {
            count(whole && key.isEmpty() ? "sealed with another key" : "torn, or forged");
        }
        return plain.isEmpty() ? Optional.empty() : Optional.of(note(plain.get()));
    }

    /** A key of its own for each note: what is recorded in one place opens in no other. */
    private byte[] purpose(int kind, UUID once) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("pill");
        out.writeUTF(cluster.name());
        out.writeInt(kind);
        out.writeLong(once.getMostSignificantBits());
        out.writeLong(once.getLeastSignificantBits());
        return bytes.toByteArray();
    }

    private static byte[] bytes(Note note) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(note.to());
        out.writeUTF(note.by());
        out.writeUTF(note.machine());
        out.writeLong(note.answer().nonce().getMostSignificantBits());
        out.writeLong(note.answer().nonce().getLeastSignificantBits());
        out.writeBoolean(note.answer().goes());
        out.writeLong(note.answer().watchdog().toMillis());
        return bytes.toByteArray();
    }

    private static Note note(byte[] plain) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
        String to = in.readUTF();
        String by = in.readUTF();
        String machine = in.readUTF();
        UUID nonce = new UUID(in.readLong(), in.readLong());
        return new Note(to, by, machine, new Answer(in.readBoolean(), nonce,
                Duration.ofMillis(in.readLong())));
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
