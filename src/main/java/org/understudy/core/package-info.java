/**
 * Decides what this node does next. Same view, same decision. Reads no clock, file, thread,
 * environment or random number, and does not log.
 *
 * <p>May import: model.
 */
package org.understudy.core;
