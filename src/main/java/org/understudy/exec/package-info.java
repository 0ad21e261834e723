/**
 * Runs one operating-system command with one deadline: argument list in, exit code and bounded
 * output back, the whole process group ended when the deadline passes. Only user of ProcessBuilder.
 *
 * <p>May import: model.
 */
package org.understudy.exec;
