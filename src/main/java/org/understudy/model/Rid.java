package org.understudy.model;

/**
 * A resource's id as its section header spells it: {@code fs#1}, {@code vg#1},
 * {@code container#db}. Ids compare by section, then by number where both are numbers.
 *
 * @param value {@code section#id}
 */
public record Rid(String value) implements Comparable<Rid> {
    public Rid {
        if (!value.matches("[a-z_0-9.]+#[A-Za-z0-9_.:-]+")) {
            throw new IllegalArgumentException(
                    "expected a resource id such as fs#1, got \"" + value + "\"");
        }
    }

    /** The part before {@code #}: {@code fs}. */
    public String section() {
        return value.substring(0, value.indexOf('#'));
    }

    /** The part after {@code #}: {@code 1}. */
    public String id() {
        return value.substring(value.indexOf('#') + 1);
    }

    /** The one that reserves the disks of this one: {@code vg#1pr}. */
    public Rid reservation() {
        return new Rid(value + "pr");
    }

    @Override
    public int compareTo(Rid other) {
        if (value.equals(other.value)) {
            return 0;
        }
        // The mark sorts before all that a section is made of, so whole ids sort as sections do.
        int id = value.indexOf('#') + 1;
        boolean sameSection = value.regionMatches(0, other.value, 0, id);
        int byNumber = sameSection && number(value, id) && number(other.value, id)
                ? Integer.compare(Integer.parseInt(value, id, value.length(), 10),
                        Integer.parseInt(other.value, id, other.value.length(), 10)) : 0;
        return byNumber != 0 ? byNumber : value.compareTo(other.value);
    }

    /** No pattern and nothing cut out: every look into a sorted map comes here. */
    private static boolean number(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return value.length() - from <= 9;
    }

    @Override
    public String toString() {
        return value;
    }
}
