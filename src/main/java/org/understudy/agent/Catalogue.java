package org.understudy.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.understudy.api.Call;
import org.understudy.wire.ApiPaths;
import org.understudy.wire.Shapes;

/** The API as {@code openapi.json} describes it. What is not in there is not answered. */
final class Catalogue {
    private static final String FILE = "/openapi.json";

    private final String text;
    private final List<List<String>> calls = new ArrayList<>();

    private Catalogue(String text) {
        this.text = text;
        Shapes.read(text, ApiPaths.class).paths().forEach((path, methods) -> {
            if (methods.get() != null) {
                calls.add(words("GET", path));
            }
            if (methods.post() != null) {
                calls.add(words("POST", path));
            }
        });
    }

    /** The one that is packed with the program. */
    static Catalogue own() {
        try (InputStream in = Catalogue.class.getResourceAsStream(FILE)) {
            return new Catalogue(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /** The whole description. */
    String text() {
        return text;
    }

    /** Whether there is such a call. */
    boolean has(Call call) {
        List<String> words = words(call.method(), call.path());
        return calls.stream().anyMatch(known -> fits(known, words));
    }

    private static boolean fits(List<String> known, List<String> words) {
        if (known.size() != words.size()) {
            return false;
        }
        for (int i = 0; i < known.size(); i++) {
            if (!known.get(i).startsWith("{") && !known.get(i).equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> words(String method, String path) {
        List<String> words = new ArrayList<>(List.of(method));
        words.addAll(Arrays.asList(path.replaceAll("^/|/$", "").split("/")));
        return words;
    }
}
