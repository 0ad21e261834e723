package org.understudy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Edition;
import org.understudy.model.Edition.Lag;
import org.understudy.model.Goal;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.Target;

class BeatCodecTest {
    private static final String JSON = "{}[]:,\"0-9eE.tfn\\u";
    private static final ServiceName WEB = new ServiceName("s0.example.com");

    @Test
    void everyStateComesBack() {
        for (NodeState state : NodeState.values()) {
            for (Status status : Status.values()) {
                for (Monitor monitor : Monitor.values()) {
                    Beat beat = beat(state, new Instance(status, Status.WARN, monitor,
                            status == Status.UP, "c", Optional.empty(), 3));
                    assertEquals(beat, BeatCodec.decode(BeatCodec.encode(beat)));
                }
            }
        }
    }

    @Test
    void everyTargetComesBack() {
        for (Goal goal : Goal.values()) {
            Target target = new Target(Long.MAX_VALUE, "r-1", "root@n1", goal);
            Beat beat = beat(NodeState.IDLE, new Instance(Status.UP, Status.UP, Monitor.IDLE,
                    false, "", Optional.of(target), 9));
            assertEquals(beat, BeatCodec.decode(BeatCodec.encode(beat)));
        }
    }

    @Test
    void everyEditionComesBackButForWhoHasTheOtherOne() {
        for (Lag lag : Lag.values()) {
            for (String checksum : List.of("c", "another")) {
                Instance told = new Instance(Status.UP, Status.UP, Monitor.IDLE, false, "c",
                        Optional.empty(), 0, Instance.Past.NONE,
                        new Edition(7, checksum, lag, List.of()));
                Beat beat = beat(NodeState.IDLE, told);
                assertEquals(beat, BeatCodec.decode(BeatCodec.encode(beat)));
            }
        }
        String later = json(beat(NodeState.IDLE, new Instance(Status.UP, Status.UP, Monitor.IDLE,
                false, "c", Optional.empty(), 0, Instance.Past.NONE, new Edition(7, "c",
                        Lag.SPLIT, List.of())))).replace("split", "something_new");
        assertEquals(Lag.BEHIND, BeatCodec.decode(later.getBytes(StandardCharsets.UTF_8))
                .instances().get(WEB).edition().lag(), "a word of a newer version holds back");
    }

    @Test
    void tenServicesFitOneFrame() {
        int bytes = BeatCodec.encode(tenServices()).length;
        assertTrue(bytes < 1_100, bytes + " bytes");
    }

    @Test
    void theNextVersionIsReadAndTheOneAfterRefused() {
        String json = json(tenServices());
        assertEquals(tenServices(), decode(json.replace("{\"v\":1,", "{\"x\":[{}],\"v\":2,")));
        for (String version : new String[] {"0", "3", "-1"}) {
            assertThrows(BeatCodec.WrongVersion.class,
                    () -> decode(json.replace("{\"v\":1,", "{\"v\":" + version + ",")));
        }
    }

    @Test
    void wordsOfANewerVersionHoldEverybodyBack() {
        Target target = new Target(3, "r-1", "root@n1", Goal.STARTED);
        String json = json(beat(NodeState.IDLE, new Instance(Status.DOWN, Status.DOWN,
                Monitor.IDLE, false, "k", Optional.of(target), 3)));

        Beat read = decode(json.replace("\"s\":\"idle\"", "\"s\":\"new\"")
                .replace("\"a\":\"d\"", "\"a\":\"new\"").replace("\"m\":\"i\"", "\"m\":\"new\"")
                .replace("\"g\":\"started\"", "\"g\":\"new\""));

        Instance instance = read.instances().get(WEB);
        assertEquals(NodeState.INIT, read.state());
        assertEquals(Status.UNDEF, instance.avail());
        assertEquals(Status.UNDEF, instance.overall());
        assertEquals(Monitor.STARTING, instance.monitor());
        assertEquals(Optional.empty(), instance.target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v\":1,", "\"c\":\"lab\",", "\"s\":\"idle\",", "\"m\":\"i\",",
        "\"a\":\"u\",", "\"k\":\"0123456789abcde0\""})
    void aMissingFieldIsRefused(String field) {
        String json = json(tenServices());
        String less = json.replace(field, "").replace(",}", "}");
        assertTrue(less.length() < json.length());
        String said = assertThrows(IllegalArgumentException.class, () -> decode(less)).getMessage();
        assertTrue(said.contains("expected") && said.contains("got"), said);
    }

    @Test
    void whatIsTooLargeIsRefusedBothWays() {
        SortedMap<ServiceName, Instance> many = new TreeMap<>();
        for (int i = 0; i < 100_000; i++) {
            many.put(new ServiceName("service-number-" + i), up(i));
        }
        Beat beat = new Beat("lab", new NodeName("n1"), new BootId("b"), "m", 1, 1,
                NodeState.IDLE, many, new TreeMap<>());
        assertThrows(IllegalArgumentException.class, () -> BeatCodec.encode(beat));
        assertThrows(IllegalArgumentException.class,
                () -> BeatCodec.decode(new byte[BeatCodec.MAX_BYTES + 1]));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noiseIsRefusedAndNothingElse(long seed) {
        Random random = new Random(seed);
        byte[] whole = BeatCodec.encode(tenServices());
        for (int i = 0; i < 3_000; i++) {
            byte[] noise = i % 4 == 0 ? random(random) : mutated(whole, random);
            refuseOrRead(noise, seed, i);
        }
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThrows(IllegalArgumentException.class, () -> BeatCodec.decode(torn));
        }
    }

    private static void refuseOrRead(byte[] noise, long seed, int round) {
        try {
            BeatCodec.decode(noise);
        } catch (IllegalArgumentException refused) {
            assertTrue(refused.getMessage() != null);
        } catch (RuntimeException e) {
            fail("seed " + seed + " round " + round + ": "
                    + new String(noise, StandardCharsets.ISO_8859_1), e);
        }
    }

    private static byte[] random(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean()
                    ? random.nextInt(256) : JSON.charAt(random.nextInt(JSON.length())));
        }
        return random.nextInt(3) > 0 ? bytes
                : Arrays.copyOf(bytes, random.nextInt(bytes.length * 2));
    }

    private static Beat tenServices() {
        SortedMap<ServiceName, Instance> ten = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            ten.put(new ServiceName("s" + i + ".example.com"), up(i));
        }
        SortedMap<NodeName, Heard> heard = new TreeMap<>();
        heard.put(new NodeName("deb2.example.com"),
                new Heard(new BootId("6f1c6f0e-2b1e-4c55-9c1b-0a3f4c1d2e3f"), 1234));
        return new Beat("lab", new NodeName("deb1.example.com"),
                new BootId("0d9a4a8e-9a52-4e0e-8a7c-3b7f0c1d2e3f"),
                "3e1f8a10-7c1f-4d5b-bd2f-0c1d2e3f4a5b", 1_234_567, 4_321, NodeState.IDLE, ten,
                heard);
    }

    private static Instance up(int i) {
        return new Instance(Status.UP, Status.UP, Monitor.IDLE, false,
                "0123456789abcde" + i % 10, Optional.empty(), 0, Instance.Past.NONE,
                new Edition(12, "0123456789abcde" + i % 10));
    }

    private static Beat beat(NodeState state, Instance instance) {
        SortedMap<ServiceName, Instance> one = new TreeMap<>();
        one.put(WEB, instance);
        return new Beat("lab", new NodeName("n1"), new BootId("boot-1"), "machine-1", 1, 2, state,
                one, new TreeMap<>());
    }

    private static String json(Beat beat) {
        return new String(BeatCodec.encode(beat), StandardCharsets.UTF_8);
    }

    private static Beat decode(String json) {
        return BeatCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
