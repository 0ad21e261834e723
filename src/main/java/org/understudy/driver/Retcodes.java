package org.understudy.driver;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.model.Status;

/**
 * What a check's exit codes mean.
 *
 * @param codes the ones that mean something; any other is WARN
 */
record Retcodes(SortedMap<Integer, Status> codes) {
    static final Type<Retcodes> TYPE = Types.of(
            "exit codes and their meaning such as 0:up 1:down", Retcodes::parse);

    Retcodes {
        codes = Collections.unmodifiableSortedMap(new TreeMap<>(codes));
    }

    private static Retcodes parse(String text) {
        SortedMap<Integer, Status> codes = new TreeMap<>();
        for (String word : Types.WORDS.parse(text)) {
            if (!word.matches("\\d{1,3}:(up|down|warn|n/a)")) {
                throw new IllegalArgumentException(text);
            }
            String[] parts = word.split(":");
            codes.put(Integer.valueOf(parts[0]), Status.of(parts[1]));
        }
        return new Retcodes(codes);
    }

    Status of(int exit) {
        return codes.getOrDefault(exit, Status.WARN);
    }
}
