package org.understudy.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads words that are no action as they stand: shortened, or with services before them. */
final class Phrase {
    private Phrase() {
    }

    /**
     * The words with the action spelt out.
     *
     * @return empty when they begin no action
     * @throws Failure when they might be several
     */
    static Optional<List<String>> spelt(List<String> words) throws Failure {
        TreeSet<String> might = new TreeSet<>();
        for (String action : Acts.all().keySet()) {
            if (begins(words, action.split(" "), Acts.takesWords(action))) {
                might.add(action);
            }
        }
        List<String> nearest = nearest(words, new ArrayList<>(might));
        if (nearest.size() > 1) {
            throw Failure.usage(String.join(" ", words) + ": might be "
                    + String.join(", ", nearest), "the same with more letters");
        }
        return nearest.stream().findFirst().map(action -> whole(words, action));
    }

    /** With {@code -f} as what it means: to follow what is read, to force what is done. */
    static String[] spelled(String... args) {
        boolean reads = false;
        for (int i = 0; i < args.length; i++) {
            boolean name = i > 0 && (args[i - 1].equals("-s") || args[i - 1].equals("--service"));
            reads |= !name && (args[i].equals("logs") || args[i].equals("timeline"));
        }
        String[] all = args.clone();
        for (int i = 0; reads && i < all.length; i++) {
            all[i] = all[i].equals("-f") ? "--follow" : all[i];
        }
        return all;
    }

    /** Whether an action begins with this word. */
    static boolean begins(String word) {
        return Acts.all().keySet().stream().anyMatch(one -> one.split(" ")[0].equals(word));
    }

    private static List<String> whole(List<String> words, String action) {
        List<String> all = new ArrayList<>(Arrays.asList(action.split(" ")));
        all.addAll(words.subList(all.size(), words.size()));
        return all;
    }

    private static boolean begins(List<String> words, String[] action, boolean open) {
        if (words.size() < action.length || words.size() > action.length && !open) {
            return false;
        }
        for (int i = 0; i < action.length; i++) {
            if (!action[i].startsWith(words.get(i)) || words.get(i).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** A word that is whole means itself, whatever else begins with it. */
    private static List<String> nearest(List<String> words, List<String> might) {
        List<String> left = might;
        for (int i = 0; i < words.size(); i++) {
            int at = i;
            List<String> same = left.stream().filter(action -> {
                String[] parts = action.split(" ");
                return at < parts.length && parts[at].equals(words.get(at));
            }).toList();
            left = same.isEmpty() ? left : same;
        }
        return left;
    }
}
