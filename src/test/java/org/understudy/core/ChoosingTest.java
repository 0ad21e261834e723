package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.model.Group;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Restart;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** What an operator's words about resources mean. */
final class ChoosingTest {
    private static final Service WEB = new Service(new ServiceName("web"),
            List.of(new NodeName("n1")), Orchestrate.NO, "TST", 100, true, List.of(
                    of("ip#1", "ip:", "front"),
                    of("vg#1", "disk.vg:", "data"),
                    of("fs#1", "fs:", "data fast"),
                    of("fs#2", "fs:", "data", Flag.STANDBY),
                    of("app#1", "app:first", "front fast"),
                    of("app#2", "app:second", ""),
                    of("app#3", "app:second", "front", Flag.NOACTION),
                    of("app#4", "app:second", "front", Flag.DISABLE)),
            Set.of("app:second"), "c0ffee");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "fs#1       | - | - | - | - | fs#1", "fs         | - | - | - | - | fs#1 fs#2",
        "disk.vg    | - | - | - | - | vg#1", "vg         | - | - | - | - | vg#1",
        "ip,fs#2    | - | - | - | - | fs#2 ip#1", "app        | - | - | - | - | app#1 app#2",
        "-          | front | - | - | - | app#1 ip#1",
        "-          | front,data+fast | - | - | - | app#1 fs#1 ip#1",
        "-          | - | first | - | - | app#1", "-    | - | app:second | - | - | app#2",
        "fs,app     | fast | - | - | - | app#1 fs#1", "fs | front | - | app | - | -",
        "-          | - | - | ip | - | ip#1", "-          | - | - | share | - | -",
        "app,fs     | data | - | disk,fs | - | fs#1 fs#2"})
    void wordsChoose(ArgumentsAccessor words) {
        String expected = words.getString(5);
        assertEquals(expected == null ? "" : expected, chosen(new Choosing.Words(
                words(words.getString(0)), words(words.getString(1)), words(words.getString(2)),
                words(words.getString(3)), "", false, false), false));
    }

    @ParameterizedTest
    @CsvSource({"fs,fs#1 fs#2 ip#1 vg#1", "fs#1,fs#1 ip#1 vg#1", "share,fs#1 fs#2 ip#1 vg#1"})
    void aStartEndsAtItsBarrier(String until, String expected) {
        assertEquals(expected, chosen(new Choosing.Words(List.of(), List.of(), List.of(),
                List.of(), until, false, false), false));
    }

    @ParameterizedTest
    @CsvSource({"app,app#1 app#2", "fs,app#1 app#2 fs#1 fs#2", "vg#1,app#1 app#2 fs#1 fs#2 vg#1",
        "container,app#1 app#2"})
    void aStopEndsAtItsBarrier(String until, String expected) {
        assertEquals(expected, chosen(new Choosing.Words(List.of(), List.of(), List.of(),
                List.of(), until, false, false), true));
    }

    @Test
    void onlyStandbyResources() {
        assertEquals("fs#2", chosen(new Choosing.Words(List.of(), List.of(), List.of(), List.of(),
                "", true, false), false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "fs#9 | - | - | - | no resource of web has the rid \"fs#9\"; expected one of app#1, app#2,"
                + " app#3, app#4, fs#1, fs#2, ip#1, vg#1",
        "fs#1,db | - | - | - | no resource of web has the rid \"db\"; expected one of app#1,"
                + " app#2, app#3, app#4, fs#1, fs#2, ip#1, vg#1",
        "- | back | - | - | no resource of web has the tag \"back\"; expected one of data, fast,"
                + " front",
        "- | front+back | - | - | no resource of web has the tag \"back\"; expected one of data,"
                + " fast, front",
        "- | - | third | - | no resource of web has the subset \"third\"; expected one of"
                + " app:first, app:second",
        "- | - | - | net | --upto: expected a group (ip, volume, disk, fs, share, container, app)"
                + " or one of ip#1, vg#1, fs#1, fs#2, app#1, app#2, got \"net\"",
        "fs | front | - | - | no resource of web matches all that was chosen, or only such as are"
                + " left alone",
        "app#3 | - | - | - | no resource of web matches all that was chosen, or only such as are"
                + " left alone"})
    void aWordThatMeansNothingIsRefusedWithWhatThereIs(String rids, String tags, String subsets,
            String until, String expected) {
        assertEquals(expected, assertThrows(IllegalArgumentException.class, () ->
                chosen(new Choosing.Words(words(rids), words(tags), words(subsets), List.of(),
                        until == null ? "" : until, false, false), false)).getMessage());
    }

    /** A section of the first generation is named like its driver, one of the second is not. */
    @ParameterizedTest
    @CsvSource({"vg,disk#1", "disk.vg,disk#1", "docker,container#1", "disk,disk#1 disk#2"})
    void aDriverIsMeantWithoutItsGroupToo(String word, String expected) {
        Service service = new Service(new ServiceName("web"), List.of(new NodeName("n1")),
                Orchestrate.NO, "TST", 100, true, List.of(of("disk#1", "disk.vg:", ""),
                        of("disk#2", "disk.loop:", ""),
                        of("container#1", "container.docker:", "")), Set.of(), "c0ffee");
        assertEquals(expected, chosen(service, new Choosing.Words(List.of(word), List.of(),
                List.of(), List.of(), "", false, false), false));
    }

    private static String chosen(Choosing.Words words, boolean stops) {
        return chosen(WEB, words, stops);
    }

    private static String chosen(Service service, Choosing.Words words, boolean stops) {
        return Choosing.of(service, words, stops).rids().stream().map(Rid::value)
                .collect(Collectors.joining(" "));
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.split(","));
    }

    private static Resource of(String rid, String set, String tags, Flag... flags) {
        String driver = set.replaceFirst(":.*", "");
        Group group = Group.valueOf(driver.replaceFirst("\\..*", "").toUpperCase(Locale.ROOT));
        return new Resource(new Rid(rid), group, driver, Optional.of(set.replaceFirst(".*:", ""))
                .filter(name -> !name.isEmpty()), "", Set.of(flags),
                new Restart(0, Duration.ZERO), Arrays.stream(tags.split(" "))
                        .filter(tag -> !tag.isEmpty()).toList());
    }
}
