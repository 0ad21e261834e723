/**
 * Turns INI text into typed sections by declared keywords, refuses what is wrong with file, line,
 * expected and got, and edits one key without touching another byte. Only user of ini4j.
 *
 * <p>May import: model.
 */
package org.understudy.config;
