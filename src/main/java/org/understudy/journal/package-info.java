/**
 * What happened and why, kept on disk within a bound and read back; and copies of the other nodes'
 * journals, so that what a node knew outlives it.
 *
 * <p>A line has a stamp of a hybrid logical clock that goes along with every beat and page: sorted
 * by it, the lines of all nodes show no effect before its cause. Each node sends every other one
 * the lines it lacks, in pages, beside the beats; a page says which line it follows, and is taken
 * only there. What is lost comes again, what is no longer on disk is skipped and shown as a gap.
 *
 * <p>May import: wire, model.
 */
package org.understudy.journal;
