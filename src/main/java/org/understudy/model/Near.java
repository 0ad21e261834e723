package org.understudy.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Near {
    private static final int MANY = 12;
    private static final int LONGEST = 64;

    private Near() {
    }

    /** {@code , did you mean web?}, or, where no name is close, which there are. */
    public static String among(String got, Collection<String> names) {
        String some = String.join(", ", names.stream().sorted().limit(MANY).toList());
        return to(got, names).map(one -> ", did you mean " + one + "?").orElse(names.isEmpty()
                ? ", and no other" : "; there is " + some + (names.size() > MANY ? ", …" : ""));
    }

    /** {@code , did you mean mnt_opt?}, or nothing when no word is close. */
    public static String hint(String got, Collection<String> words) {
        return to(got, words).map(word -> ", did you mean " + word + "?").orElse("");
    }

    /** The closest word, when at most a third of it differs. */
    public static Optional<String> to(String got, Collection<String> words) {
        String lower = got.toLowerCase(Locale.ROOT);
        if (lower.length() > LONGEST) {
            return Optional.empty();
        }
        return words.stream().filter(word -> distance(lower, word) <= tolerance(word))
                .filter(word -> word.equals(lower) || !isNeighbour(lower, word))
                .min(Comparator.comparingInt((String word) -> distance(lower, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** One of a series, such as n3 beside n1, is another thing and no slip of the finger. */
    private static boolean isNeighbour(String a, String b) {
        return a.replaceAll("\\d", "#").equals(b.replaceAll("\\d", "#"));
    }

    private static int tolerance(String word) {
        return Math.max(1, word.length() / 3);
    }

    /** Levenshtein's, a swap of two neighbours counted as one step. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, new int[] {i, j});
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int[] at) {
        int i = at[0];
        int j = at[1];
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
