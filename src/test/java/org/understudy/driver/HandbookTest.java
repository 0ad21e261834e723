package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.understudy.config.Handbook;
import org.understudy.config.Keyword;

class HandbookTest {
    private static final Handbook BOOK = Handbook.of(new Drivers());

    static Stream<Arguments> keywords() {
        return BOOK.chapters().stream().flatMap(chapter -> chapter.keywords().all().stream()
                .map(keyword -> Arguments.of(chapter.headers().get(0), keyword.name(), keyword)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("keywords")
    void examplesAndPresetsAreValuesThatAreTaken(String header, String name, Keyword<?> keyword) {
        assertFalse(keyword.help().isBlank());
        assertFalse(keyword.example().isEmpty(), "no example");
        assertDoesNotThrow(() -> keyword.type().parse(keyword.example()));
        keyword.preset().ifPresent(
                text -> assertDoesNotThrow(() -> keyword.type().parse(text)));
    }

    @Test
    void everyHeaderADriverAnswersToIsInOneChapter() {
        Map<String, Long> chapters = new Drivers().sections().stream().collect(
                Collectors.toMap(word -> word, word -> BOOK.chapters().stream()
                        .filter(chapter -> chapter.isAbout(word)).count()));
        assertTrue(chapters.values().stream().allMatch(count -> count > 0), chapters::toString);
    }

    @Test
    void whatIsDeclaredIsNotSaidToBeUnsupported() {
        List<String> both = BOOK.chapters().stream().flatMap(chapter -> chapter.foreign().stream()
                .filter(word -> chapter.keywords().find(word).isPresent())).toList();
        assertTrue(both.isEmpty(), both::toString);
    }
}
