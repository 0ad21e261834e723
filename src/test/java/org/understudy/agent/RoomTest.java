package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.understudy.model.ServiceName;

class RoomTest {
    @Test
    void whatIsThereStaysAndTheLastOfTheNewOnesAreLeftOut() {
        assertEquals(names(), surplus("a b c", "", 3));
        assertEquals(names("c"), surplus("a b c", "", 2));
        assertEquals(names("b"), surplus("a b c", "a c", 2));
        assertEquals(names("b", "d"), surplus("a b c d", "a c", 1));
    }

    private static SortedSet<ServiceName> surplus(String all, String known, int most) {
        return Room.surplus(names(all.split(" ")),
                name -> Arrays.asList(known.split(" ")).contains(name.value()), most);
    }

    private static SortedSet<ServiceName> names(String... names) {
        return Arrays.stream(names).map(ServiceName::new)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
