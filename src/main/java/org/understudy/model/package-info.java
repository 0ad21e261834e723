/**
 * The words of the program: names, states, facts and actions, as records and enums. No behaviour
 * beyond what a word means by itself (a name compares, a status merges).
 *
 * <p>May import: nothing.
 */
package org.understudy.model;
