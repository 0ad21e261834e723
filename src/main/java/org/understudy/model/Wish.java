package org.understudy.model;

/**
 * What became of a request made to this agent.
 *
 * @param request what was asked
 * @param state how it stands
 * @param since when it was asked
 * @param detail what it waits for or why it failed
 */
public record Wish(Request request, State state, Moment since, String detail) {
    public enum State { PENDING, REACHED, FAILED, REFUSED }

    public Wish to(State next, String why) {
        return new Wish(request, next, since, why);
    }
}
