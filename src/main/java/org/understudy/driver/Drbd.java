package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.ReservationKeywords;
import org.understudy.config.Section;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/**
 * A disk that is replicated to a peer ({@code [drbd#…]}, {@code [disk#…]} of type drbd): Primary
 * where it is up, Secondary elsewhere, where it goes on replicating. Needs drbd-utils.
 */
final class Drbd implements Driver {
    static final Keyword<String> RES = Keyword.required("res", Types.NAME,
            "the resource's name in /etc/drbd.d").leaf().unscoped().like("web");
    private static final Type<Boolean> NOT_YET = Types.of(
            "false: a stop leaves it Secondary, so it replicates on without", Drbd::refused);
    static final Keyword<Boolean> STANDBY = Keyword.optional("standby", NOT_YET,
            "it replicates where the service does not run, whatever is here").or("false")
            .alias("always_on");
    static final Keywords KEYS = Keywords.of(RES, STANDBY).and(ReservationKeywords.ALL);

    /** Exit code of drbdadm when the kernel is in the middle of a change. */
    private static final int IN_TRANSITION = 11;
    private static final Duration TRANSITION = Duration.ofSeconds(10);
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Pattern ROLE = Pattern.compile("(\\S+) role:(\\w+)");

    private final Site site;
    private final String res;
    private volatile List<String> devices = List.of();
    private final SecondLook second;

    Drbd(Section section, Site site) {
        this.site = site;
        this.res = section.get(RES);
        this.second = new SecondLook("it is still Primary",
                () -> DrbdSights.primary(devices, site.sights()));
    }

    private static Boolean refused(String text) {
        if (Types.BOOLEAN.parse(text)) {
            throw new IllegalArgumentException(text);
        }
        return false;
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        ResourceStatus found = judged(deadline);
        if (found.status() == Status.UP && devices.isEmpty()) {
            Result all = site.ask(deadline, "drbdadm", "sh-dev", res);
            devices = all.ok() ? all.out().strip().lines().toList() : List.of();
        }
        return second.after(found);
    }

    @Override
    public Optional<String> trace(Deadline deadline) {
        return second.shown();
    }

    private ResourceStatus judged(Deadline deadline) throws InterruptedException {
        String role = role(deadline);
        if (!role.equals("Primary")) {
            return found(Status.DOWN, List.of());
        }
        String connection = state("cstate", deadline);
        String disk = local(state("dstate", deadline));
        return disk.equals("UpToDate") && isConnected(connection) ? found(Status.UP, List.of())
                : found(Status.WARN, List.of("disk is " + disk + ", connection is " + connection));
    }

    private ResourceStatus found(Status status, List<String> messages) {
        return new ResourceStatus(status, "drbd " + res, messages);
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        String role = role(deadline);
        if (role.equals("Primary")) {
            site.say("drbd " + res + " is already Primary");
            return false;
        }
        if (role.isEmpty()) {
            attach(deadline);
        }
        requireTogether(deadline);
        change("primary", deadline);
        if (!role(deadline).equals("Primary")) {
            throw site.failure("drbdadm primary " + res, "Primary", role(deadline));
        }
        return true;
    }

    private void attach(Deadline deadline) throws InterruptedException {
        if (!site.is("-e", Path.of("/proc/drbd"), deadline)) {
            site.must(deadline, "modprobe", "drbd");
        }
        change("up", deadline);
        if (!Await.until(() -> isSettled(state("cstate", deadline)), Duration.ofMillis(200),
                deadline.atMost(TO_CONNECT))) {
            site.warn("drbd " + res + ": no peer within " + TO_CONNECT.toSeconds() + "s");
        }
    }

    /** Two sides that were written apart do not become one by a start. */
    private void requireTogether(Deadline deadline) throws InterruptedException {
        String connection = state("cstate", deadline);
        String peer = peer(deadline);
        if (connection.contains("StandAlone")) {
            throw site.failure("drbdadm primary " + res, "a connection to the peer, or a peer that"
                    + " is away", "StandAlone, peer's role " + peer + ": split brain, or"
                    + " disconnected by hand");
        }
        if (peer.endsWith("Primary")) {
            throw site.failure("drbdadm primary " + res, "no other Primary", "peer's role " + peer);
        }
    }

    /** Leaves it Secondary: detached, it would be one copy less. */
    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        if (!role(deadline).equals("Primary")) {
            site.say("drbd " + res + " is already not Primary");
            return false;
        }
        change("secondary", deadline);
        if (role(deadline).equals("Primary")) {
            throw site.failure("drbdadm secondary " + res, "Secondary", "Primary");
        }
        return true;
    }

    private void change(String verb, Deadline deadline) throws InterruptedException {
        Deadline patience = deadline.atMost(TRANSITION);
        Result result = site.act(deadline, "drbdadm", verb, res);
        while (result.exit() == IN_TRANSITION && !Await.until(() -> false, Duration.ofSeconds(1),
                patience.atMost(Duration.ofSeconds(1))) && !patience.passed()) {
            result = site.act(deadline, "drbdadm", verb, res);
        }
        if (!result.ok()) {
            throw site.failure("drbdadm " + verb + " " + res, "exit 0", result.summary()
                    + "; peer's role " + peer(deadline));
        }
    }

    /** Ours; empty when it is not attached here. Unknown to drbd is no answer. */
    private String role(Deadline deadline) throws InterruptedException {
        Result role = site.answer(deadline, "drbdadm", "role", res);
        if (role.ok()) {
            String ours = local(role.out().strip());
            return ours.matches("Unconfigured|Unknown") ? "" : ours;
        }
        Result known = site.answer(deadline, "drbdadm", "sh-dev", res);
        if (!known.ok()) {
            throw site.failure("drbdadm role " + res, "exit 0", role.summary());
        }
        return "";
    }

    /** {@code n2 Primary}; newer versions tell of all peers in their status only. */
    private String peer(Deadline deadline) throws InterruptedException {
        String role = site.answer(deadline, "drbdadm", "role", res).out().strip();
        if (role.contains("/")) {
            return role.substring(role.indexOf('/') + 1);
        }
        Matcher all = ROLE.matcher(site.answer(deadline, "drbdadm", "status", res).out());
        String peer = "Unknown";
        for (boolean first = true; all.find(); first = false) {
            if (!first && !peer.endsWith("Primary")) {
                peer = all.group(1) + " " + all.group(2);
            }
        }
        return peer;
    }

    private String state(String what, Deadline deadline) throws InterruptedException {
        Result state = site.answer(deadline, "drbdadm", what, res);
        return state.ok() ? String.join(" ", state.out().strip().split("\\s+")) : "unknown";
    }

    private static String local(String state) {
        return state.split("[/ ]")[0];
    }

    private static boolean isConnected(String connection) {
        return List.of(connection.split(" ")).stream().allMatch(
                c -> c.matches("Connected|Established"));
    }

    private static boolean isSettled(String connection) {
        return isConnected(connection) || connection.matches(".*(StandAlone|Sync).*");
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        Result device = site.ask(deadline, "drbdadm", "sh-dev", res);
        return switch (device.ending()) {
            case MISSING -> List.of(Lack.of("expected the command drbdadm, got none: apt-get"
                    + " install drbd-utils"));
            case KILLED -> List.of(Lack.unseen("drbdadm does not answer"));
            case EXITED -> device.ok() ? List.of() : List.of(Lack.of("expected the resource " + res
                    + " in /etc/drbd.d, got " + device.summary()));
        };
    }
}
