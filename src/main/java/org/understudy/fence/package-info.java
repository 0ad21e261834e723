/**
 * Switches a node off and has it confirmed.
 *
 * <p>May import: config, exec, model.
 */
package org.understudy.fence;
