package org.understudy.wire;

import java.util.List;

/**
 * Answer to {@code GET /v1/validate}: all there is to say of one file.
 *
 * @param file its name
 * @param findings in the order of its lines
 * @param missing what nodes lack to run the service; empty unless asked for
 * @param checksum of its text; empty where it cannot be used
 */
public record Validated(String file, List<Finding> findings, List<Lack> missing,
        String checksum) {

    /**
     * One problem.
     *
     * @param severity {@code error}, {@code warning} or {@code note}
     * @param file its name
     * @param line from 1; 0 for the file as a whole
     * @param column from 1
     * @param section header, perhaps empty
     * @param key with its scope, perhaps empty
     * @param text what was expected and what was found
     */
    public record Finding(String severity, String file, int line, int column, String section,
            String key, String text) {
        /** All of it in one line. */
        public String told() {
            return file + (line == 0 ? "" : ":" + line + ":" + column)
                    + (section.isEmpty() ? "" : " [" + section + "]")
                    + (key.isEmpty() ? "" : " " + key) + ": " + text;
        }
    }

    /**
     * What a node lacks, or what could not be looked at there.
     *
     * @param node whose
     * @param rid which resource; empty for the node as a whole
     * @param severity {@code error} when it is missing, {@code note} when it could not be seen
     * @param text what was expected and what was found
     */
    public record Lack(String node, String rid, String severity, String text) {
    }
}
