package org.understudy.fence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.understudy.config.FenceKeywords;
import org.understudy.config.Section;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/** A BMC that speaks IPMI over the network ({@code type = ipmi}). Needs ipmitool. */
final class Ipmi implements PowerSwitch {
    private static final String PROGRAM = "ipmitool";
    /** What ipmitool says when nothing was done; all else may be an answer that got lost. */
    private static final Pattern NOTHING_DONE = Pattern.compile("Unable to establish|(?i)privilege"
            + "|unauthorized|invalid user|could not open socket|address lookup");

    private final List<String> session;
    private final Password password;
    private final String name;
    private final Commands commands;

    Ipmi(Section section, Commands commands) {
        this.commands = commands;
        this.password = new Password(section.get(FenceKeywords.PASSWORD_FILE));
        String user = section.get(FenceKeywords.USERNAME);
        String address = section.get(FenceKeywords.ADDR);
        this.name = "ipmi " + user + "@" + address + ":" + section.get(FenceKeywords.PORT);
        List<String> words = new ArrayList<>(List.of(PROGRAM, "-I",
                section.get(FenceKeywords.INTERFACE), "-H", address, "-p",
                section.get(FenceKeywords.PORT).toString(), "-U", user, "-f",
                password.file().toString(), "-L", section.get(FenceKeywords.PRIVILEGE)));
        section.find(FenceKeywords.CIPHER).ifPresent(
                suite -> words.addAll(List.of("-C", suite.toString())));
        this.session = List.copyOf(words);
    }

    @Override
    public Said read(Deadline deadline) throws InterruptedException {
        return ask(deadline, "status", result -> {
            String said = result.out().strip();
            return switch (said) {
                case "Chassis Power is off" -> new Said(Answer.OFF, "its power was read to be off");
                case "Chassis Power is on" -> new Said(Answer.ON, "its power was read to be on");
                default -> new Said(Answer.SILENT, "expected Chassis Power is on or off, got: "
                        + result.summary());
            };
        });
    }

    @Override
    public Said order(boolean on, Deadline deadline) throws InterruptedException {
        return ask(deadline, on ? "on" : "off",
                result -> new Said(Answer.TAKEN, "ordered " + (on ? "on" : "off")));
    }

    private interface Reading {
        Said of(Result result);
    }

    private Said ask(Deadline deadline, String what, Reading reading) throws InterruptedException {
        Optional<String> wrong = password.wrong();
        if (wrong.isPresent()) {
            return new Said(Answer.REFUSED, wrong.get());
        }
        Result result = commands.run(Command.of(deadline, Stream.concat(session.stream(),
                Stream.of("chassis", "power", what)).toArray(String[]::new)));
        if (result.ok()) {
            return reading.of(result);
        }
        return new Said(refused(result) ? Answer.REFUSED : Answer.SILENT,
                "chassis power " + what + ": " + result.summary());
    }

    private static boolean refused(Result result) {
        return switch (result.ending()) {
            case EXITED -> NOTHING_DONE.matcher(result.err() + result.out()).find();
            case MISSING -> true;
            case KILLED -> false;
        };
    }

    @Override
    public List<String> lacks() {
        return Stream.concat(Programs.lacking(List.of(PROGRAM)).stream(),
                password.wrong().stream()).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
