package org.understudy.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.understudy.core.Beats;
import org.understudy.core.Effects;
import org.understudy.core.Facts;
import org.understudy.core.Policy;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Status;
import org.understudy.model.View;

/**
 * How long the agent's loop thinks about one event: from the event to the decision, its effects and
 * the next beat. In a JVM as small as the agent's own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = {"-Xms64m", "-Xmx64m", "-XX:+UseSerialGC", "-Xss256k"})
public class Round {
    /** What happens, to which view. */
    public enum Case {
        /** Time passed. */
        TICK,
        /** A beat that says nothing new. */
        BEAT_SAME,
        /** A beat in which one instance changed. */
        BEAT_CHANGED,
        /** A beat in which an operator wants something of every service at once. */
        BEAT_WISHES,
        /** A service was read; all is as before. */
        PROBED_SAME,
        /** A service was read; a resource of it is down. */
        PROBED_CHANGED,
        /** Time passed; a peer is silent, and not proved to be off yet. */
        SILENT,
        /** Time passed; a peer is off, and an eighth of the services is to be started here. */
        TAKEOVER
    }

    @Param({"10", "100", "1000", "4000"})
    public int services;

    @Param
    public Case event;

    private Many many;
    private View view;
    private Event happens;

    @Setup(Level.Trial)
    public void prepare() {
        many = new Many(services);
        view = switch (event) {
            case TICK, BEAT_SAME, BEAT_CHANGED, BEAT_WISHES, PROBED_SAME, PROBED_CHANGED ->
                    many.view();
            case SILENT -> many.silent();
            case TAKEOVER -> many.fenced();
        };
        happens = switch (event) {
            case TICK, SILENT, TAKEOVER -> new Event.Tick();
            case BEAT_SAME -> many.same();
            case BEAT_CHANGED -> many.changed();
            case BEAT_WISHES -> many.wished();
            case PROBED_SAME -> many.probed(Status.UP);
            case PROBED_CHANGED -> many.probed(Status.DOWN);
        };
    }

    @Benchmark
    public void round(Blackhole hole) {
        View after = Facts.after(view, happens, many.next(view));
        Decision decision = Policy.decide(after);
        View next = Effects.of(after, decision);
        hole.consume(decision);
        hole.consume(Beats.of(next));
    }
}
