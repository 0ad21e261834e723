/**
 * Beats in and out. Carries them; judges nobody. Only user of jgroups.
 *
 * <p>All that leaves or comes in passes one spot, {@code Envelope}, which seals and opens it with
 * AES-256-GCM: under a key derived from the cluster's for that sender, this life of its agent, that
 * link and receiver. Nothing from the network is parsed before its seal has been opened, but the
 * header that says with which key to try. {@code Echoes} and {@code Lives} tell what is of now from
 * what was recorded. A relay, which is a program of its own, passes beats on and opens none. Pages
 * of the journal and {@code PeerChannel}, by which the agents ask each other, go the same way, from
 * threads of their own.
 *
 * <p>May import: config, exec, wire, model.
 */
package org.understudy.heartbeat;
