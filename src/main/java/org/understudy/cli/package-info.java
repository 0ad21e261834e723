/**
 * The commands svcmgr and svcmon, and their text. Only user of picocli.
 *
 * <p>May import: api, wire, model.
 */
package org.understudy.cli;
