/**
 * Beats in and out. Carries them; judges nobody. Only user of jgroups.
 *
 * <p>The bytes of a beat pass one spot in each direction, {@code Envelope}: encode, seal, send and
 * receive, open, decode. A beat is the whole datagram, so nothing from the network is parsed before
 * the envelope has been opened. Pages of the journal go the same way, from a thread of their own.
 *
 * <p>May import: config, exec, wire, model.
 */
package org.understudy.heartbeat;
