package org.understudy.wire;

import java.util.List;

/**
 * One kind of section in the answer to {@code GET /v1/keywords}.
 *
 * @param file {@code service} or {@code cluster.conf}
 * @param headers {@code DEFAULT}, {@code fs#}, …
 * @param types the values of {@code type} that mean it; empty where it needs none
 * @param help one line
 * @param keywords in the order of help
 * @param refused what OpenSVC knows there and this program does not do yet
 */
public record KeywordChapter(String file, List<String> headers, List<String> types, String help,
        List<Line> keywords, List<String> refused) {

    /**
     * One keyword.
     *
     * @param name as written in files
     * @param expected what its value must look like
     * @param preset its value where a file has none; empty for nothing
     * @param required whether a section without it is refused
     * @param scoped whether it may differ from node to node: {@code name@n1}
     * @param inherited whether DEFAULT may set it for every section
     * @param aliases older spellings
     * @param help one line
     * @param example a value
     */
    public record Line(String name, String expected, String preset, boolean required,
            boolean scoped, boolean inherited, List<String> aliases, String help,
            String example) {
    }
}
