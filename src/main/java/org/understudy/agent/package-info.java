/**
 * The daemon: main, wiring, the loop, the hands.
 *
 * <p>May import: driver, fence, heartbeat, api, journal, config, exec, wire, sim, core, model.
 */
package org.understudy.agent;
