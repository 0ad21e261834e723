package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;

/**
 * Who had an arbitrator's votes last: a line {@code cluster node} each.
 *
 * @param file made when there is something to write
 */
record HolderFile(Path file) implements Votes.Memory {
    @Override
    public Map<String, NodeName> read() throws IOException {
        Map<String, NodeName> holders = new TreeMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ");
                if (words.length != 2 || !NodeName.valid(words[1])) {
                    throw new IOException(file + ": expected lines of a cluster and a node, got \""
                            + line + "\"; without the file nobody has a vote for "
                            + Quorum.LONGEST_LEASE.toSeconds() + "s");
                }
                holders.put(words[0], new NodeName(words[1]));
            }
        }
        return holders;
    }

    @Override
    public void write(Map<String, NodeName> holders) throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(holders).forEach((cluster, node) ->
                text.append(cluster).append(' ').append(node).append('\n'));
        Durable.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
