/**
 * The JSON shapes that leave the process: what the API says and what the journal keeps, and the
 * bytes of a beat. Unknown fields are ignored, so that versions N and N-1 understand each other.
 * Only user of jackson.
 *
 * <p>May import: model.
 */
package org.understudy.wire;
