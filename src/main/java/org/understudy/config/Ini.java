package org.understudy.config;

import java.util.List;
import java.util.Optional;

/**
 * A file taken apart, with the place of every piece.
 *
 * @param text the whole of it
 * @param indent blanks that begin every line, as in text pasted from a manual
 * @param sections in the order of the file; of one name at most one
 */
record Ini(String text, String indent, List<Block> sections) {
    static final String DEFAULT = "DEFAULT";

    /** The section with this header. */
    Optional<Block> section(String name) {
        return sections.stream().filter(block -> block.name().equals(name)).findFirst();
    }

    /** The section, or an empty one where the file has none. */
    Block sectionOrEmpty(String name) {
        return section(name).orElseGet(
                () -> new Block(new Place(0, 0, name, ""), text.length(), List.of()));
    }

    /**
     * A section.
     *
     * @param place of its header
     * @param end offset behind its header's line end
     * @param entries in the order of the file, those of a repeated header included
     */
    record Block(Place place, int end, List<Entry> entries) {
        String name() {
            return place.section();
        }
    }

    /**
     * A key and its value.
     *
     * @param place of the key
     * @param value continuation lines joined by line ends
     * @param pieces where the value's lines are in the text; at least one, perhaps empty
     */
    record Entry(Place place, String value, List<Piece> pieces) {
        String key() {
            return place.key();
        }

        /** Where in the file this character of the value is. */
        Place placeAt(int offset) {
            int rest = offset;
            boolean begun = false;
            for (Piece piece : pieces) {
                int length = piece.end() - piece.start();
                begun |= length > 0;
                if (begun && rest <= length) {
                    return new Place(piece.line(), piece.start() - piece.lineStart() + rest + 1,
                            place.section(), place.key());
                }
                rest -= begun ? length + 1 : 0;
            }
            return place;
        }
    }

    /**
     * A piece of the text.
     *
     * @param line from 1
     * @param lineStart offset of the line it is on
     * @param start offset of its first character
     * @param end offset behind its last character
     * @param lineEnd offset behind the line end
     */
    record Piece(int line, int lineStart, int start, int end, int lineEnd) {
        String in(String text) {
            return text.substring(start, end);
        }
    }
}
