/**
 * The commands svcmgr and svcmon, and their text. Only user of picocli and jline.
 *
 * <p>May import: api, wire, model.
 */
package org.understudy.cli;
