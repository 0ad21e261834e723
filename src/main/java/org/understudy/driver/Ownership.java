package org.understudy.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/** Whose a path is to be and who may use it, as far as the file says; by stat(1) and chown(1). */
final class Ownership {
    private static final Type<String> BITS = Types.of("permission bits in octal such as 0755",
            Ownership::bits);
    static final Keyword<String> USER = Keyword.optional("user", Types.NAME,
            "name or number of the user it belongs to").leaf().like("www-data");
    static final Keyword<String> GROUP = Keyword.optional("group", Types.NAME,
            "name or number of the group it belongs to").leaf().like("www-data");
    static final Keyword<String> PERM = Keyword.optional("perm", BITS,
            "who may do what with it").leaf();
    static final Keywords KEYS = Keywords.of(USER, GROUP, PERM);

    private final Section section;
    private final Site site;

    Ownership(Section section, Site site) {
        this.section = section;
        this.site = site;
    }

    /** Gives the path what is not as it should be. */
    boolean apply(Path path, Deadline deadline) throws InterruptedException {
        if (differences(path, deadline).isEmpty()) {
            return false;
        }
        String owner = section.find(USER).orElse("") + section.find(GROUP).map(g -> ":" + g)
                .orElse("");
        if (!owner.isEmpty()) {
            site.must(deadline, "chown", owner, path.toString());
        }
        if (section.find(PERM).isPresent()) {
            site.must(deadline, "chmod", section.find(PERM).get(), path.toString());
        }
        return true;
    }

    /** What is not as it should be, a line for each. */
    List<String> differences(Path path, Deadline deadline) throws InterruptedException {
        if (KEYS.all().stream().allMatch(key -> section.find(key).isEmpty())) {
            return List.of();
        }
        Result stat = site.answer(deadline, "stat", "-L", "-c", "%U %u %G %g %a", path.toString());
        String[] words = stat.out().strip().split(" ");
        if (!stat.ok() || words.length != 5) {
            throw site.failure("look at the owner of " + path, "exit 0", stat.summary());
        }
        List<String> found = new ArrayList<>();
        differs("user", section.find(USER), words[0], words[1]).ifPresent(found::add);
        differs("group", section.find(GROUP), words[2], words[3]).ifPresent(found::add);
        Optional<String> perm = section.find(PERM).map(Ownership::plain);
        if (perm.isPresent() && !perm.get().equals(plain(words[4]))) {
            found.add("perm is " + words[4] + ", expected " + section.find(PERM).get());
        }
        return found;
    }

    private static Optional<String> differs(String what, Optional<String> wanted, String name,
            String number) {
        return wanted.filter(w -> !w.equals(name) && !w.equals(number))
                .map(w -> what + " is " + name + ", expected " + w);
    }

    /** Names this node does not know. */
    List<Lack> lacks(Deadline deadline) throws InterruptedException {
        List<Lack> lacks = new ArrayList<>();
        unknown("passwd", "user", USER, deadline).ifPresent(lacks::add);
        unknown("group", "group", GROUP, deadline).ifPresent(lacks::add);
        return lacks;
    }

    private Optional<Lack> unknown(String base, String what, Keyword<String> keyword,
            Deadline deadline) throws InterruptedException {
        Optional<String> name = section.find(keyword).filter(word -> !word.matches("\\d+"));
        if (name.isEmpty() || site.answer(deadline, "getent", base, name.get()).ok()) {
            return Optional.empty();
        }
        return Optional.of(Lack.of("expected the " + what + " " + name.get() + ", got no such "
                + what));
    }

    private static String bits(String text) {
        if (!text.matches("[0-7]{3,4}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** {@code 0755} and {@code 755} are the same. */
    private static String plain(String bits) {
        return Integer.toOctalString(Integer.parseInt(bits, 8));
    }
}
