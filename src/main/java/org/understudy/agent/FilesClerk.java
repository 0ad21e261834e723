package org.understudy.agent;

import java.util.List;
import java.util.Optional;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.wire.Edited;
import org.understudy.wire.FileVersion;
import org.understudy.wire.Taking;

/** What the nodes ask each other for, {@code files} and {@code files/{name}}; and {@code take}. */
final class FilesClerk implements FileDesk.Clerk {
    private final Published published;
    private final Versions versions;
    private final CatchUp.Shelf shelf;
    private final CatchUp catchUp;

    FilesClerk(Published published, Versions versions, CatchUp.Shelf shelf, CatchUp catchUp) {
        this.published = published;
        this.versions = versions;
        this.shelf = shelf;
        this.catchUp = catchUp;
    }

    @Override
    public Optional<Reply> answer(Call call, List<String> rest) {
        boolean get = call.method().equals("GET");
        if (get && rest.isEmpty()) {
            return Optional.of(Answers.ok(versions.table()));
        }
        if (get && rest.size() == 1) {
            return Optional.of(Answers.ok(shelf.copy(new ServiceName(rest.get(0)).value())));
        }
        boolean takes = !get && rest.size() == 2 && rest.get(1).equals("take");
        return takes ? Optional.of(Answers.ok(take(new ServiceName(rest.get(0)).value(), call)))
                : Optional.empty();
    }

    private Edited take(String name, Call call) {
        NodeName node = new NodeName(ConfigClerk.body(call, Taking.class).node());
        List<String> before = Lineage.of(name, versions).newest().keySet().stream().toList();
        try {
            FileVersion now = catchUp.take(name, node, Wording.author(call,
                    published.round().view()));
            return new Edited(true, List.of(name + ": the file of " + node
                    + " is that of all its nodes now, as " + Versions.words(now)), before.stream()
                    .filter(other -> !other.equals(node.value()))
                    .map(other -> "what " + other + " had is kept there, in"
                            + " /var/lib/understudy/good/before").toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "the agent is ending", Hint.LOG);
        }
    }
}
