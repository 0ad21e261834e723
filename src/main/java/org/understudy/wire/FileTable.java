package org.understudy.wire;

import java.util.List;

/**
 * Answer to {@code GET /v1/files}: which versions of which files a node has.
 *
 * @param files one for each; deleted ones too, for a while
 */
public record FileTable(List<FileVersion> files) {
}
