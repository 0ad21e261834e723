package org.understudy.wire;

/**
 * Body of {@code POST /v1/services/{name}/parts}: as {@link Asked}, for some resources on this node
 * alone. An agent that knows no parts must not take it for a wish about all of the service, so it
 * has a path of its own.
 *
 * @param asked what is wanted; its scope does not matter
 * @param part of which resources
 */
public record AskedPart(Asked asked, Selection part) {
}
