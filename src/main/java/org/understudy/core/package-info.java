/**
 * Decides what this node does next. Same view, same decision. Reads no clock, file, thread,
 * environment or random number, and does not log.
 *
 * <p>Read in this order: {@link org.understudy.core.Policy}, which asks the others, one question
 * each; {@code Wishing} (what operators want), {@code Repair} (what went down), {@code Unasked}
 * and {@code Starting} (what starts where), {@code Exclusion} (the proof that it runs nowhere
 * else), {@code Reserving} (disks that reject the writes of a silent node), {@code Duel} (who
 * shoots first), {@code Majority} (votes), {@code Placement} (which node), {@code Flexing} and
 * {@code Rearranging} (of services that run on several nodes), {@code Circles} (who waits for
 * whom). What an event does to the view is in {@link org.understudy.core.Facts}, what a decision
 * does to it in {@link org.understudy.core.Effects}.
 *
 * <pre>
 * a node:      INIT ── own services read ──► REJOIN ── all others heard, or given up ──► IDLE
 *              IDLE ──► MAINTENANCE   its agent goes, its services stay
 *              IDLE ──► DRAINING ──► IDLE   frozen, and its services stopped
 *              IDLE ──► SHUTTING ──► LEFT   its services stopped; needs no proof
 *
 * an instance: IDLE ◄──► READY        told to the others, and taken back
 *              IDLE ◄──► WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS
 *              READY ──► STARTING ──► IDLE | START_FAILED
 *              IDLE ──► STOPPING ──► IDLE | STOP_FAILED
 *              IDLE ──► RESTARTING ──► IDLE | START_FAILED
 *              IDLE ──► REPAIRING ──► IDLE   whatever came of it: its tries are counted
 *              IDLE ──► TOCING ──► EVICTED | IDLE, frozen | STOP_FAILED
 *              START_FAILED, EVICTED ──► IDLE   cleared, or up elsewhere
 *              STOP_FAILED ──► IDLE             cleared
 *
 * a peer:      AWAITED ──► ALIVE ◄──► SILENT ── proof of exclusion ──► started here
 *                          ALIVE ──► AWAY ──► SILENT    announced, and not back in time
 *                          ALIVE ──► LEFT               stopped everything first
 * </pre>
 *
 * <p>May import: model.
 */
package org.understudy.core;
