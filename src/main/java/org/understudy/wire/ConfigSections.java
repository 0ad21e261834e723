package org.understudy.wire;

import java.util.Map;

/**
 * Answer to {@code GET /v1/…/config/sections}.
 *
 * @param sections every key and its value, by section, in the order of the file
 */
public record ConfigSections(Map<String, Map<String, String>> sections) {
}
