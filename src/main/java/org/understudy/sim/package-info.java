/**
 * The same core in a made-up world: virtual time, seeded faults, checked invariants.
 *
 * <p>May import: core, model.
 */
package org.understudy.sim;
