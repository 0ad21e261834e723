package org.understudy.cli;

/** Which lines are shown of those that have no room all at once. */
final class Scroll {
    /** Where to. */
    enum Move { UP, DOWN, PAGE_UP, PAGE_DOWN, TOP, END }

    private int top;
    private int page = 1;
    private int end;

    /** Never before the first or beyond the last page, as they were when last shown. */
    synchronized void move(Move move) {
        int to = switch (move) {
            case UP -> top - 1;
            case DOWN -> top + 1;
            case PAGE_UP -> top - page;
            case PAGE_DOWN -> top + page;
            case TOP -> 0;
            case END -> end;
        };
        top = Math.max(0, Math.min(to, end));
    }

    /** The first of so many lines to be shown where there is room for so many. */
    synchronized int top(int lines, int room) {
        page = Math.max(1, room - 1);
        end = Math.max(0, lines - room);
        top = Math.min(top, end);
        return top;
    }
}
