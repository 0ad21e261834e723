package org.understudy.config;

/**
 * What the text of a value must look like and what it becomes.
 *
 * @param <T> what it becomes
 */
public interface Type<T> {
    /** For the message: {@code a duration with a unit such as 10s}. */
    String expected();

    /** @throws IllegalArgumentException when the text is not {@link #expected()} */
    T parse(String text);
}
