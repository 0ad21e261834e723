package org.understudy.cli;

/** Says, when somebody interrupts a command that waits, what goes on without it. */
final class Farewell extends Thread {
    private final Screen screen;

    Farewell(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void run() {
        for (String line : screen.board().left(screen.program())) {
            screen.progress(line);
        }
    }
}
