package org.understudy.api;

import java.time.Duration;
import java.util.List;
import org.understudy.journal.Journal;
import org.understudy.wire.JournalLine;

/** A real journal's lines; for callers that ask for nothing unusual. */
public record JournalFeed(Journal journal) implements Feed {
    @Override
    public Wish wish(Call call) {
        String service = call.query().get("services");
        return new Wish(Long.parseLong(call.query().getOrDefault("after",
                Long.toString(journal.last()))), line -> service == null
                || service.equals(line.facts().get("service")));
    }

    @Override
    public List<JournalLine> after(long number, int limit) {
        return journal.told(number, limit);
    }

    @Override
    public long last(long number, Duration patience) throws InterruptedException {
        return journal.last(number, patience);
    }
}
