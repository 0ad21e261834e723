package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;

/** What differs between two texts, line by line. */
final class Differences {
    /** Beyond that the middle is shown as one block: nobody reads it, and it would take long. */
    private static final int LONGEST = 2000;

    private final List<String> old;
    private final List<String> now;
    private final List<String> lines = new ArrayList<>();

    private Differences(List<String> old, List<String> now) {
        this.old = old;
        this.now = now;
    }

    /** Lines that went with a {@code -}, new ones with a {@code +}, in their order. */
    static List<String> of(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int head = 0;
        while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - head && old.get(old.size() - 1 - tail)
                .equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        Differences differences = new Differences(old.subList(head, old.size() - tail),
                now.subList(head, now.size() - tail));
        differences.compare();
        return differences.lines;
    }

    private void compare() {
        if (old.size() > LONGEST || now.size() > LONGEST) {
            old.forEach(line -> lines.add("- " + line));
            now.forEach(line -> lines.add("+ " + line));
            return;
        }
        int[][] common = common();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                i++;
                j++;
            } else if (j == now.size() || i < old.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("- " + old.get(i++));
            } else {
                lines.add("+ " + now.get(j++));
            }
        }
    }

    /** How many lines the rests have in common. */
    private int[][] common() {
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j)) ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
