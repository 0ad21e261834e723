package org.understudy.fence;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.understudy.config.FenceKeywords;
import org.understudy.config.Section;
import org.understudy.exec.Deadline;
import org.understudy.wire.Json;
import org.understudy.wire.Redfish.Able;
import org.understudy.wire.Redfish.Power;
import org.understudy.wire.Redfish.Reset;
import org.understudy.wire.Redfish.Systems;

/** A BMC that speaks Redfish ({@code type = redfish}). */
final class Redfish implements PowerSwitch {
    private static final String SYSTEMS = "/redfish/v1/Systems";

    private final String uri;
    private final String user;
    private final Password password;
    private final Optional<Path> ca;
    private final boolean insecure;
    // A test that hangs must not hold a fence up: no lock, so both may be found out twice.
    private volatile Optional<String> system;
    private volatile HttpClient client;

    Redfish(Section section) {
        this.uri = section.get(FenceKeywords.URI);
        this.user = section.get(FenceKeywords.USERNAME);
        this.password = new Password(section.get(FenceKeywords.PASSWORD_FILE));
        this.ca = section.find(FenceKeywords.CA_FILE);
        this.insecure = section.get(FenceKeywords.INSECURE);
        this.system = section.find(FenceKeywords.SYSTEM);
    }

    /** What it answered, or why there is none that could be used. */
    private record Page(Said failure, byte[] body) {
        boolean failed() {
            return failure != null;
        }
    }

    @Override
    public Said read(Deadline deadline) throws InterruptedException {
        Page page = page(deadline);
        return page.failed() ? page.failure() : power(page.body());
    }

    private static Said power(byte[] body) {
        try {
            String power = Json.decode(body, Power.class).power();
            return switch (power) {
                case "Off" -> new Said(Answer.OFF, "its power was read to be off");
                case "On" -> new Said(Answer.ON, "its power was read to be on");
                default -> new Said(Answer.SILENT, "PowerState is " + power);
            };
        } catch (IllegalArgumentException e) {
            return new Said(Answer.SILENT, "expected a system with its PowerState: "
                    + e.getMessage());
        }
    }

    @Override
    public Said order(boolean on, Deadline deadline) throws InterruptedException {
        Page page = page(deadline);
        if (page.failed()) {
            return new Said(Answer.REFUSED, page.failure().detail());
        }
        String type = on ? "On" : "ForceOff";
        Page done = ask("POST", target(page.body()), Json.encode(new Reset(type)), deadline);
        return done.failed() ? done.failure() : new Said(Answer.TAKEN, "ordered " + type);
    }

    /** Where it says that its power is switched; where that usually is when it does not say. */
    private String target(byte[] body) {
        try {
            String path = Json.decode(body, Able.class).actions().reset().path();
            if (path.startsWith("/")) {
                return path;
            }
        } catch (IllegalArgumentException unsaid) {
            return usual();
        }
        return usual();
    }

    private String usual() {
        return system.orElseThrow().replaceAll("/$", "") + "/Actions/ComputerSystem.Reset";
    }

    /** The system's own page; finds out which one that is, once. */
    private Page page(Deadline deadline) throws InterruptedException {
        if (system.isEmpty()) {
            Page all = ask("GET", SYSTEMS, new byte[0], deadline);
            if (all.failed()) {
                return all;
            }
            Optional<Said> wrong = only(all.body());
            if (wrong.isPresent()) {
                return new Page(wrong.get(), new byte[0]);
            }
        }
        return ask("GET", system.orElseThrow(), new byte[0], deadline);
    }

    private Optional<Said> only(byte[] body) {
        try {
            Systems systems = Json.decode(body, Systems.class);
            if (systems.members().size() == 1
                    && systems.members().get(0).path().startsWith("/")) {
                system = Optional.of(systems.members().get(0).path());
                return Optional.empty();
            }
            return Optional.of(new Said(Answer.REFUSED, "expected one system, or system = one of "
                    + systems.members().stream().map(member -> member.path()).toList()));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Said(Answer.REFUSED, uri + SYSTEMS + ": " + e.getMessage()));
        }
    }

    private Page ask(String method, String path, byte[] body, Deadline deadline)
            throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(uri + path))
                    .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(
                            (user + ":" + password.text()).getBytes(StandardCharsets.UTF_8)))
                    .header("Accept", "application/json")
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build();
            Exchange.Back back = Exchange.of(client(), request, deadline);
            return back.good() ? new Page(null, back.body())
                    : new Page(new Said(refusal(back), told(back)), new byte[0]);
        } catch (IOException | IllegalArgumentException e) {
            return new Page(new Said(Answer.REFUSED, e.getMessage()), new byte[0]);
        }
    }

    /** Whether it is certain that nothing was done. */
    private static Answer refusal(Exchange.Back back) {
        return !back.sent() || back.status() >= 300 && back.status() < 500
                ? Answer.REFUSED : Answer.SILENT;
    }

    private static String told(Exchange.Back back) {
        return back.detail() + (back.status() == 401 || back.status() == 403
                ? ", which means that username or password are not accepted" : "");
    }

    private HttpClient client() throws IOException {
        HttpClient known = client == null ? Https.client(ca, insecure) : client;
        client = known;
        return known;
    }

    @Override
    public List<String> lacks() {
        return password.wrong().stream().toList();
    }

    @Override
    public String toString() {
        return "redfish " + user + "@" + uri;
    }
}
