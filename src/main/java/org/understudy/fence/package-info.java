/**
 * Switches a node off and has it confirmed.
 *
 * <p>May import: config, exec, model, wire.
 */
package org.understudy.fence;
