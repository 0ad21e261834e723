package org.understudy.config;

import java.util.List;

/** A value that cannot be worked out, and each thing that is wrong with it. */
final class Unresolved extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** Values that refer to one another would else double the list at each step. */
    private static final int MOST = 20;

    private final transient Place place;
    private final transient List<Unresolved> all;

    Unresolved(Place place, String text) {
        super(text, null, false, false);
        this.place = place;
        this.all = List.of(this);
    }

    /** Several at once; never none. */
    Unresolved(List<Unresolved> several) {
        super(several.get(0).getMessage(), null, false, false);
        this.place = several.get(0).place;
        this.all = several.stream().flatMap(one -> one.all.stream()).distinct().limit(MOST)
                .toList();
    }

    /** Of the first. */
    Place place() {
        return place;
    }

    /** Each with one place and one text. */
    List<Unresolved> all() {
        return all;
    }

    /** What the user of a file is told. */
    ConfigException in(SourceFile source) {
        return new ConfigException(all.stream().map(one ->
                new Problem(source.name(), one.place, one.getMessage())).toList());
    }
}
