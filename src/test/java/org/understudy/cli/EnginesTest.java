package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the launcher is told when docker or podman is to do what was typed. */
@Timeout(60)
final class EnginesTest {
    private static final List<String> DOCKER =
            List.of("docker", "-H", "unix:///run/docker.sock");

    @RegisterExtension
    static final Stage STAGE = new Stage();

    private static List<String> told(String typed) {
        Stage.Ran ran = STAGE.svcmgr(typed);
        assertEquals("", ran.err());
        assertEquals(0, ran.code());
        return ran.out().lines().toList();
    }

    private static List<String> with(String first, List<String> middle, String... last) {
        List<String> all = new java.util.ArrayList<>(List.of(first));
        all.addAll(middle);
        all.addAll(List.of(last));
        return all;
    }

    @Test
    void aProgramsWordsAreLeftAlone() {
        assertEquals(with("3", DOCKER),
                told("--engine=-i -s web docker exec -it --help c sh"));
        assertEquals(with("2", DOCKER), told("--engine=-i --service=web docker -s x"));
        assertEquals(List.of("3", "podman", "--root", "/srv/podman"),
                told("--engine=-i -s web podman run --rm -it --help c"));
        assertEquals(List.of("2", "podman", "--root", "/srv/podman"),
                told("--engine=-it web podman -s x"));
        assertEquals(List.of(), told("--engine=-i -s docker print status"));
        assertEquals(List.of(), told("--engine=-i -s podman print status"));
    }

    @Test
    void withoutTheLauncherTheCommandIsNamed() {
        assertEquals("svcmgr: web: docker needs the launcher cli/svcmgr\n"
                + "try: docker -H unix:///run/docker.sock ps -a\n",
                STAGE.svcmgr("-s web docker ps -a").err());
        assertEquals("svcmgr: web: podman needs the launcher cli/svcmgr\n"
                + "try: podman --root /srv/podman ps -a\n",
                STAGE.svcmgr("-s web podman ps -a").err());
    }

    @Test
    void oneContainerIsEntered() {
        String enter = " -s busybox.opensvc.com enter";
        assertEquals(with("5", DOCKER, "exec", "-it", "a189884f060a", "/bin/sh"),
                told("--engine=-it" + enter + " --rid container#2"));
        assertEquals("-i", told("--engine=-i" + enter + " --rid container#2").get(5));
        Stage.Ran several = STAGE.svcmgr("--engine=-i" + enter);
        assertEquals(1, several.code());
        assertTrue(several.err().contains("expected one container that is up, got container#1,"
                + " container#2"), several.err());
        assertEquals(1, STAGE.svcmgr("--engine=-i -s web enter").code());
        assertTrue(STAGE.svcmgr("--engine=-i -s web,db docker ps").err().contains(
                "docker: expected one service, got [web, db]"));
    }
}
