/**
 * What happened and why, kept on disk within a bound and read back.
 *
 * <p>May import: wire, model.
 */
package org.understudy.journal;
