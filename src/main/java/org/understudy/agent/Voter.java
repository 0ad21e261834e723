package org.understudy.agent;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.understudy.config.ArbitratorAddress;
import org.understudy.exec.Deadline;
import org.understudy.heartbeat.Ballot;
import org.understudy.heartbeat.KeyFile;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.wire.Json;
import org.understudy.wire.VoteAnswer;
import org.understudy.wire.VoteQuestion;

/**
 * Asks one arbitrator for its vote, again and again, on a thread of its own. A vote counts from the
 * moment at which it was asked for; a refusal counts at once; silence lets the last vote run out. A
 * node that runs nothing and has a majority anyway leaves the vote to the other and only looks
 * whether the arbitrator answers: what runs shall go on where it is.
 */
final class Voter implements Runnable {
    /** Parts of a lease: how often it is asked, and how long an answer is waited for. */
    private static final int OFTEN = 8;
    private static final int PATIENCE = 4;

    /** What it last came to. */
    private enum Word { GIVEN, REFUSED, ANSWERS, SILENT }

    /**
     * On whose behalf.
     *
     * @param cluster its name, and how long a vote holds
     * @param node who asks
     * @param keys what seals the questions
     * @param clock the agent's
     * @param wanted whether the vote is needed, or only to be looked for
     */
    record Voting(Cluster cluster, NodeName node, KeyFile keys, Clock clock,
            BooleanSupplier wanted) {
        Duration lease() {
            return cluster.quorum().lease();
        }
    }

    private final ArbitratorName name;
    private final ArbitratorAddress address;
    private final Voting voting;
    private final Consumer<Event> inbox;
    private final Chronicle chronicle;
    private long number;
    private Moment answered;
    private volatile Word word;
    private volatile String since = "";

    Voter(ArbitratorName name, ArbitratorAddress address, Voting voting, Consumer<Event> inbox,
            Chronicle chronicle) {
        this.name = name;
        this.address = address;
        this.voting = voting;
        this.inbox = inbox;
        this.chronicle = chronicle;
        this.answered = voting.clock().now();
    }

    /** How often it is to be run. */
    Duration period() {
        return voting.lease().dividedBy(OFTEN);
    }

    @Override
    public void run() {
        number = Math.max(number + 1, voting.clock().wall().toEpochMilli());
        Moment asked = voting.clock().now();
        boolean wanted = voting.wanted().getAsBoolean();
        try {
            Optional<VoteAnswer> answer = ask(wanted ? voting.lease() : Duration.ZERO);
            if (answer.isPresent()) {
                answered = asked;
                number = Math.max(number, answer.get().number());
                if (wanted) {
                    heard(answer.get(), asked);
                } else if (word == null || word == Word.SILENT) {
                    turn(Word.ANSWERS, "holder", answer.get().holder());
                }
            } else {
                unheard("no answer");
            }
        } catch (IOException e) {
            unheard(e.toString());
        }
    }

    private void heard(VoteAnswer answer, Moment asked) {
        if (answer.given()) {
            inbox.accept(new Event.Voted(name, Optional.of(asked.plus(voting.lease()))));
        } else if (word != Word.REFUSED) {
            inbox.accept(new Event.Voted(name, Optional.empty()));
        }
        turn(answer.given() ? Word.GIVEN : Word.REFUSED, "holder", answer.holder());
    }

    /** One lost datagram is no news. */
    private void unheard(String detail) {
        if (voting.clock().now().since(answered).compareTo(voting.lease()) > 0) {
            turn(Word.SILENT, "detail", detail);
        }
    }

    private void turn(Word now, String key, String fact) {
        if (now != word) {
            word = now;
            since = Generation.time(voting.clock().wall());
            chronicle.write(switch (now) {
                case GIVEN -> "vote.given";
                case REFUSED -> "vote.refused";
                case ANSWERS -> "vote.answers";
                case SILENT -> "vote.silent";
            }, "arbitrator", name, key, fact);
        }
    }

    /** What an operator must know of it. */
    Optional<String> notice() {
        return word != Word.SILENT ? Optional.empty() : Optional.of(name + " at " + address
                + " has not answered since " + since);
    }

    /** @param lease how long the vote is wanted for; zero only looks */
    private Optional<VoteAnswer> ask(Duration lease) throws IOException {
        Deadline deadline = Deadline.in(voting.lease().dividedBy(PATIENCE));
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address.host()),
                    address.port()));
            Ballot ballot = Ballot.fresh(voting.keys().keys());
            byte[] question = ballot.question(Json.encode(new VoteQuestion(
                    voting.cluster().name(), voting.node().value(), number,
                    lease.toMillis())));
            socket.send(new DatagramPacket(question, question.length));
            return answer(socket, ballot, deadline);
        }
    }

    /** The first datagram that answers this very question. */
    private static Optional<VoteAnswer> answer(DatagramSocket socket, Ballot ballot,
            Deadline deadline) throws IOException {
        byte[] bytes = new byte[Ballot.MOST + 1];
        while (!deadline.passed()) {
            socket.setSoTimeout((int) Math.max(1, deadline.left().toMillis()));
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException late) {
                return Optional.empty();
            }
            Optional<byte[]> text = ballot.answered(
                    Arrays.copyOf(packet.getData(), packet.getLength()));
            if (text.isPresent()) {
                return Optional.of(decoded(text.get()));
            }
        }
        return Optional.empty();
    }

    private static VoteAnswer decoded(byte[] text) throws IOException {
        try {
            return Json.decode(text, VoteAnswer.class);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
