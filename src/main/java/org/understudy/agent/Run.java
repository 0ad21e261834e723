package org.understudy.agent;

/** One action that runs on a service, which an operator may want no more. */
final class Run {
    private Thread thread;
    private String aborted = "";
    private boolean closed;

    /** This thread does it from now on. */
    synchronized void begin() {
        thread = Thread.currentThread();
        if (!aborted.isEmpty()) {
            thread.interrupt();
        }
    }

    /** Ends it at its next step, or in the one it is in; too late once it is closed. */
    synchronized void abort(String by) {
        if (!closed && aborted.isEmpty()) {
            aborted = "aborted by " + by;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    synchronized boolean aborted() {
        return !aborted.isEmpty();
    }

    /**
     * From now on it goes on to its end: what was begun is undone without anybody's interference.
     *
     * @return who ended it, or nothing
     */
    synchronized String close() {
        closed = true;
        Thread.interrupted(); // meant for what is over now
        return aborted;
    }
}
