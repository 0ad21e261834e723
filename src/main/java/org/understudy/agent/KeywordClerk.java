package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.Handbook;
import org.understudy.config.Keyword;
import org.understudy.driver.Drivers;
import org.understudy.wire.KeywordChapter;

/** Tells which keywords there are: {@code GET /v1/keywords}. */
final class KeywordClerk implements FileDesk.Clerk {
    @Override
    public Optional<Reply> answer(Call call, List<String> rest) {
        if (!call.method().equals("GET") || !rest.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Answers.ok(Handbook.of(new Drivers()).chapters().stream()
                .map(KeywordClerk::chapter).toList()));
    }

    private static KeywordChapter chapter(Handbook.Chapter chapter) {
        return new KeywordChapter(chapter.file(), chapter.headers(), chapter.types(),
                chapter.help(), lines(chapter), new ArrayList<>(chapter.foreign()));
    }

    /** A driver's own declaration comes before that of all resources. */
    private static List<KeywordChapter.Line> lines(Handbook.Chapter chapter) {
        List<KeywordChapter.Line> lines = new ArrayList<>();
        for (Keyword<?> one : chapter.keywords().all()) {
            if (lines.stream().noneMatch(line -> line.name().equals(one.name()))) {
                lines.add(new KeywordChapter.Line(one.name(), one.type().expected(),
                        one.preset().orElse(""), one.required() && one.preset().isEmpty(),
                        one.scoped(), one.inherited() && !chapter.headers().contains("DEFAULT"),
                        one.aliases(), one.help(), one.example()));
            }
        }
        return lines;
    }
}
