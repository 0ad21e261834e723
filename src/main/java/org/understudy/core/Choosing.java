package org.understudy.core;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.understudy.model.Choice;
import org.understudy.model.Group;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Service;

/** Finds the resources that an operator's words choose; a word that means none is refused. */
public final class Choosing {
    private final Service service;

    private Choosing(Service service) {
        this.service = service;
    }

    /**
     * What was typed; empty lists and texts choose everything.
     *
     * @param rids ids, groups, drivers with their group or without, kinds of sections
     * @param tags words, or several that a resource must all have: {@code db+fast}
     * @param subsets names, with their group or without
     * @param within as {@code rids}, but may mean nothing: {@code startip} of one without ip
     * @param until a group or id behind which a start ends
     * @param standby whether only standby resources are meant
     * @param force whether a stop takes standby resources down too
     */
    public record Words(List<String> rids, List<String> tags, List<String> subsets,
            List<String> within, String until, boolean standby, boolean force) {
        public Words {
            rids = List.copyOf(rids);
            tags = List.copyOf(tags);
            subsets = List.copyOf(subsets);
            within = List.copyOf(within);
        }

        /** Whether anything but the whole service is meant. */
        public boolean some() {
            return Stream.of(rids, tags, subsets, within).anyMatch(list -> !list.isEmpty())
                    || !until.isEmpty() || standby;
        }
    }

    /**
     * The resources that act; it may be none where only {@code within} or standby was said.
     *
     * @param stops whether {@code until} ends a stop
     * @throws IllegalArgumentException naming what there is, for a word that means nothing
     */
    public static Choice of(Service service, Words words, boolean stops) {
        return new Choosing(service).choice(words, stops);
    }

    private Choice choice(Words words, boolean stops) {
        words.rids().forEach(word -> known("rid", word, r -> named(r, word), this::rids));
        words.subsets().forEach(word -> known("subset", word, r -> ofSubset(r, word),
                r -> r.subset().isPresent() ? List.of(r.startSet()) : List.of()));
        words.tags().stream().flatMap(all -> Stream.of(all.split("\\+"))).forEach(word ->
                known("tag", word, r -> r.tags().contains(word), Resource::tags));
        Optional<Rid> last = words.until().isEmpty() ? Optional.empty()
                : Optional.of(last(words.until(), stops));
        List<Rid> order = order(stops);
        List<Rid> chosen = service.resources().stream().filter(Resource::acts)
                .filter(r -> any(words.rids(), word -> named(r, word)))
                .filter(r -> any(words.within(), word -> named(r, word)))
                .filter(r -> any(words.subsets(), word -> ofSubset(r, word)))
                .filter(r -> any(words.tags(),
                        word -> r.tags().containsAll(List.of(word.split("\\+")))))
                .filter(r -> !words.standby() || r.is(Flag.STANDBY))
                .map(Resource::rid)
                .filter(rid -> last.isEmpty() || order.indexOf(rid) <= order.indexOf(last.get()))
                .toList();
        boolean mayBeNone = !words.within().isEmpty() || words.standby();
        if (chosen.isEmpty() && !mayBeNone) {
            throw new IllegalArgumentException("no resource of " + service.name()
                    + " matches all that was chosen, or only such as are left alone");
        }
        return new Choice(chosen, words.force());
    }

    private static boolean any(List<String> words, Predicate<String> meant) {
        return words.isEmpty() || words.stream().anyMatch(meant);
    }

    private static boolean named(Resource resource, String word) {
        return resource.rid().value().equals(word) || resource.group().word().equals(word)
                || resource.driver().equals(word) || resource.rid().section().equals(word)
                || resource.driver().equals(resource.group().word() + "." + word);
    }

    private static boolean ofSubset(Resource resource, String word) {
        return resource.subset().filter(name -> name.equals(word)
                || resource.startSet().equals(word) || resource.set().equals(word)).isPresent();
    }

    private Collection<String> rids(Resource resource) {
        return List.of(resource.rid().value());
    }

    private void known(String what, String word, Predicate<Resource> meant,
            Function<Resource, Collection<String>> names) {
        if (service.resources().stream().noneMatch(meant)) {
            TreeSet<String> all = new TreeSet<>();
            service.resources().forEach(resource -> all.addAll(names.apply(resource)));
            throw new IllegalArgumentException("no resource of " + service.name() + " has the "
                    + what + " \"" + word + "\"; expected "
                    + (all.isEmpty() ? "none, since there are no " + what + "s"
                            : "one of " + String.join(", ", all)));
        }
    }

    /** The last one in this order that is before the barrier or is it. */
    private Rid last(String until, boolean stops) {
        List<Rid> order = order(stops);
        Optional<Rid> named = order.stream().filter(rid -> rid.value().equals(until)).findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        Group barrier = Stream.of(Group.values()).filter(Group::started)
                .filter(group -> group.word().equals(until.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new IllegalArgumentException((stops ? "--downto" : "--upto")
                        + ": expected a group (" + String.join(", ", groups()) + ") or one of "
                        + String.join(", ", order.stream().map(Rid::value).toList())
                        + ", got \"" + until + "\""));
        return order.stream().filter(rid -> {
            int group = service.resource(rid).group().ordinal();
            return stops ? group >= barrier.ordinal() : group <= barrier.ordinal();
        }).reduce((earlier, later) -> later).orElseThrow(() -> new IllegalArgumentException(
                service.name() + " has nothing " + (stops ? "from " : "up to ") + until));
    }

    private static List<String> groups() {
        return Stream.of(Group.values()).filter(Group::started).map(Group::word).toList();
    }

    /** All that acts, one after the other. */
    private List<Rid> order(boolean stops) {
        return Plans.steps(stops ? Plans.stop(service, true) : Plans.start(service));
    }
}
