package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One action on several services at once; the agent orders and limits what it does for them. */
final class Together {
    /** More would wait for the agent's ear, not for its hands. */
    private static final int AT_ONCE = 32;

    private final Screen screen;
    private final String action;

    Together(Screen screen, String action) {
        this.screen = screen;
        this.action = action;
    }

    /** What is done to one service. */
    interface Deed {
        /** @param own where to say what becomes of it */
        void on(String service, Screen own) throws Failure;
    }

    /** The exit code: the worst of them. */
    int on(List<String> services, Deed deed) {
        if (services.size() == 1) {
            return one(services.get(0), screen, deed);
        }
        ExecutorService hands = Executors.newFixedThreadPool(
                Math.min(AT_ONCE, services.size()));
        try {
            Map<String, Future<Integer>> begun = new LinkedHashMap<>();
            services.forEach(service -> begun.put(service,
                    hands.submit(() -> one(service, screen.of(service), deed))));
            return summed(begun);
        } finally {
            hands.shutdownNow();
        }
    }

    private int one(String service, Screen own, Deed deed) {
        try {
            deed.on(service, own);
            return 0;
        } catch (Failure e) {
            return own.fail(e);
        } finally {
            own.board().settled(service);
        }
    }

    /** Each ends by its own deadline. */
    private int summed(Map<String, Future<Integer>> begun) {
        int code = 0;
        List<String> failed = new ArrayList<>();
        for (Map.Entry<String, Future<Integer>> one : begun.entrySet()) {
            int its = ended(one.getValue());
            code = Math.max(code, its);
            if (its != 0) {
                failed.add(one.getKey());
            }
        }
        screen.show(action + ": " + (begun.size() - failed.size()) + " of " + begun.size()
                + " services ok" + (failed.isEmpty() ? "" : ", not " + String.join(", ", failed))
                + "\n");
        return code;
    }

    private static int ended(Future<Integer> one) {
        try {
            return one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Failure.FAILED;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
