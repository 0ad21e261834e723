package org.understudy.heartbeat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.understudy.model.Cluster;
import org.understudy.model.NodeName;

/**
 * The first megabyte of a shared disk: which cluster's it is, and which node writes where. In the
 * clear; what is in the slots is sealed, so nothing here is believed but where to look.
 *
 * <pre>
 * block 0       UNDERSTUDY-DISK  version (4)  length (4)  cluster   …  sum of the rest (4)
 * block 1 + n   UNDERSTUDY-SLOT  nonce (16)   length (4)  node      …  sum of the rest (4)
 * </pre>
 *
 * @param cluster whose it is; empty of a disk that is not in use
 * @param slots who has which; none of slots that are free
 */
record DiskHeader(Optional<String> cluster, List<Optional<Claim>> slots) {
    private static final byte[] DISK = "UNDERSTUDY-DISK\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SLOT = "UNDERSTUDY-SLOT\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SUM = SharedDisk.BLOCK - Integer.BYTES;
    private static final int MOST_NAME = 1024;

    /**
     * Somebody's word that a slot is theirs.
     *
     * @param nonce tells two claims by one name apart
     */
    record Claim(String node, UUID nonce) {
    }

    /** It is not to be used as it is; says what is on it instead. */
    static final class Taken extends IOException {
        private static final long serialVersionUID = 1;

        Taken(String message) {
            super(message);
        }
    }

    /**
     * Reads that of a disk.
     *
     * @throws Taken when something else is at its beginning
     */
    static DiskHeader read(SharedDisk disk) throws IOException {
        byte[] all = disk.read(0, (1 + SharedDisk.SLOTS) * SharedDisk.BLOCK);
        byte[] first = Arrays.copyOf(all, SharedDisk.BLOCK);
        if (isZero(first)) {
            return new DiskHeader(Optional.empty(), List.of());
        }
        if (!Arrays.equals(first, 0, DISK.length, DISK, 0, DISK.length) || !isWhole(first)) {
            throw new Taken(disk.path() + ": expected zeros or the disk of a cluster's links, got"
                    + " something else at its beginning");
        }
        ByteBuffer in = ByteBuffer.wrap(first, DISK.length, SUM - DISK.length);
        int version = in.getInt();
        if (version != VERSION) {
            throw new Taken(disk.path() + ": expected a layout of version " + VERSION + ", got "
                    + version);
        }
        List<Optional<Claim>> slots = new ArrayList<>();
        for (int i = 1; i <= SharedDisk.SLOTS; i++) {
            slots.add(claim(Arrays.copyOfRange(all, i * SharedDisk.BLOCK,
                    (i + 1) * SharedDisk.BLOCK)));
        }
        return new DiskHeader(Optional.of(text(in)), List.copyOf(slots));
    }

    /** A claim that was torn is none. */
    private static Optional<Claim> claim(byte[] block) {
        if (!Arrays.equals(block, 0, SLOT.length, SLOT, 0, SLOT.length) || !isWhole(block)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(block, SLOT.length, SUM - SLOT.length);
        UUID nonce = new UUID(in.getLong(), in.getLong());
        return Optional.of(new Claim(text(in), nonce));
    }

    /**
     * The header of this cluster's disk. Written first where there are only zeros.
     *
     * @throws Taken when the disk holds anything else
     */
    static DiskHeader of(SharedDisk disk, Cluster cluster) throws IOException {
        long needed = (long) (1 + cluster.nodes().size()) * SharedDisk.MIB;
        if (disk.size() < needed) {
            throw new Taken(disk.path() + ": expected at least " + (needed >> 20) + " MiB for "
                    + cluster.nodes().size() + " members, got " + disk.size() + " bytes");
        }
        DiskHeader header = read(disk);
        if (header.cluster().isEmpty()) {
            Optional<Long> content = disk.content();
            if (content.isPresent()) {
                throw new Taken(disk.path() + ": expected zeros or the disk of cluster "
                        + cluster.name() + "'s links, got something else at byte "
                        + content.get());
            }
            write(disk, cluster);
            header = read(disk);
        }
        if (!header.cluster().equals(Optional.of(cluster.name()))) {
            throw new Taken(disk.path() + ": expected the disk of cluster " + cluster.name()
                    + "'s links, got that of cluster " + header.cluster().orElse("?"));
        }
        return header;
    }

    /** Writes whose it is. */
    static void write(SharedDisk disk, Cluster cluster) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(SharedDisk.BLOCK).put(DISK).putInt(VERSION);
        disk.write(0, whole(block, cluster.name()));
    }

    /** Writes that a slot is a node's. */
    static void claim(SharedDisk disk, int slot, Claim claim) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(SharedDisk.BLOCK).put(SLOT)
                .putLong(claim.nonce().getMostSignificantBits())
                .putLong(claim.nonce().getLeastSignificantBits());
        disk.write((long) (1 + slot) * SharedDisk.BLOCK, whole(block, claim.node()));
    }

    /** The slot of a node; the first if it has claimed several. */
    Optional<Integer> slot(NodeName node) {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).filter(claim -> claim.node().equals(node.value())).isPresent()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Where a node may claim one: its own place among the members first, then any. */
    Optional<Integer> free(Cluster cluster, NodeName node, long size) {
        List<String> members = cluster.nodes().stream().map(NodeName::value).toList();
        int room = (int) Math.min(slots.size(), size / SharedDisk.MIB - 1);
        List<Integer> places = new ArrayList<>(List.of(members.indexOf(node.value())));
        for (int i = 0; i < room; i++) {
            places.add(i);
        }
        return places.stream().filter(i -> i < room).filter(i -> slots.get(i).isEmpty()).findFirst()
                .or(() -> places.stream().filter(i -> i < room).filter(i ->
                        !members.contains(slots.get(i).orElseThrow().node())).findFirst());
    }

    /** Where each member but this one writes. */
    Map<NodeName, Integer> others(Cluster cluster, NodeName self) {
        Map<NodeName, Integer> others = new HashMap<>();
        cluster.nodes().stream().filter(node -> !node.equals(self))
                .forEach(node -> slot(node).ifPresent(slot -> others.put(node, slot)));
        return others;
    }

    private static byte[] whole(ByteBuffer block, String name) throws IOException {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        if (text.length > MOST_NAME) {
            throw new IOException("expected a name of at most " + MOST_NAME + " bytes, got "
                    + text.length);
        }
        block.putInt(text.length).put(text);
        return block.putInt(SUM, sum(block.array())).array();
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[Math.max(0, Math.min(in.getInt(), MOST_NAME))];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static boolean isWhole(byte[] block) {
        return ByteBuffer.wrap(block).getInt(SUM) == sum(block);
    }

    private static int sum(byte[] block) {
        CRC32C sum = new CRC32C();
        sum.update(block, 0, SUM);
        return (int) sum.getValue();
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.mismatch(bytes, new byte[bytes.length]) < 0;
    }
}
