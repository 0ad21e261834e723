package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.wire.Credentials;

class TokenTest {
    private static final Credentials CREDENTIALS = new Credentials(1, "prod", "n1", 1000, 4600,
            ClusterKey.fresh().text(), "# é\r\n[cluster]\nnodes = n1 n2\n");

    @TempDir
    private Path dir;

    @Test
    void carriesEveryByteOnOneLine() {
        String token = Token.of(CREDENTIALS);
        assertTrue(token.matches("[\\w.-]+"), token);
        assertEquals(CREDENTIALS, Token.read(token));
        assertEquals(CREDENTIALS, Token.read("  " + token.substring(0, 50) + "\n"
                + token.substring(50) + "\n"));
    }

    @Test
    void damagedOneIsRefusedWhereverTheDamageIs() {
        String token = Token.of(CREDENTIALS);
        for (int i = 0; i < token.length(); i++) {
            StringBuilder damaged = new StringBuilder(token);
            damaged.setCharAt(i, token.charAt(i) == 'A' ? 'B' : 'A');
            assertThrows(IllegalArgumentException.class, () -> Token.read(damaged.toString()));
            String cut = token.substring(0, i);
            assertThrows(IllegalArgumentException.class, () -> Token.read(cut));
        }
    }

    /** The last letters of both parts stand for fewer bits than the others. */
    @RepeatedTest(50)
    void aLastLetterThatMeansTheSameIsDamageToo() {
        String token = Token.of(new Credentials(1, "prod", "n1", 1000, 4600,
                ClusterKey.fresh().text(), "nodes = n1 n2"));
        for (int end : new int[] {token.lastIndexOf('.') - 1, token.length() - 1}) {
            for (char letter = 'A'; letter <= 'Z'; letter++) {
                String damaged = token.substring(0, end) + letter + token.substring(end + 1);
                if (!damaged.equals(token)) {
                    assertThrows(IllegalArgumentException.class, () -> Token.read(damaged));
                }
            }
        }
    }

    @Test
    void noiseIsRefused() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            String token = "understudy1." + Base64.getUrlEncoder().encodeToString(noise) + ".AAAA";
            assertThrows(IllegalArgumentException.class, () -> Token.read(token));
        }
    }

    @Test
    void smallTokenThatWouldFillTheMemoryIsRefused() {
        Credentials large = new Credentials(1, "prod", "n1", 1, 2, ClusterKey.fresh().text(),
                "#".repeat(3 << 20));
        String token = Token.of(large);
        assertTrue(token.length() < 10_000);
        assertThrows(IllegalArgumentException.class, () -> Token.read(token));
    }

    @Test
    void keyIsPrivateAndReadsBack() throws IOException {
        ClusterKey key = ClusterKey.fresh();
        Path file = dir.resolve("deep/cluster.key");
        key.write(file);
        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(ClusterKey.read(file).isOfSameCluster(key));
        assertFalse(ClusterKey.fresh().isOfSameCluster(key));
        for (String wrong : new String[] {"", "abc", "####", "QUJD", "AAAA" + key.text()}) {
            Files.writeString(file, wrong);
            assertThrows(Refusal.class, () -> ClusterKey.read(file), wrong);
        }
        assertThrows(Refusal.class, () -> ClusterKey.read(dir.resolve("none")));
    }

    @Test
    void keyThatChangesIsCarriedWhole() {
        ClusterKey old = ClusterKey.fresh();
        ClusterKey next = ClusterKey.fresh();
        ClusterKey both = ClusterKey.of("# from March on\n" + next.text() + old.text());
        assertTrue(both.isOfSameCluster(old) && next.isOfSameCluster(both));
        assertFalse(next.isOfSameCluster(old));
        Credentials credentials = new Credentials(1, "prod", "n1", 1, 2, both.text(), "");
        assertEquals(both.text(), Token.read(Token.of(credentials)).key());
        assertThrows(IllegalArgumentException.class,
                () -> ClusterKey.of(both.text() + ClusterKey.fresh().text()));
    }
}
