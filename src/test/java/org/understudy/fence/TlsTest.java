package org.understudy.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;
import org.understudy.fence.Fence.Verdict;

/** Whom a password is told: real certificates, made for the test. */
final class TlsTest {
    private static final char[] WORD = "password".toCharArray();

    @TempDir
    private Path dir;

    @BeforeEach
    void password() throws Exception {
        Path file = Files.writeString(dir.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void strangerIsToldNothing() throws Exception {
        try (FakeBmc bmc = new FakeBmc(certificate("ip:127.0.0.1"))) {
            Fence.Test test = test(bmc, "");
            assertEquals(Verdict.FAILS, test.verdict(), test.detail());
            assertEquals(List.of(), bmc.asked);
        }
    }

    @Test
    void oneWithTheCertificateOfTheFileIsBelieved() throws Exception {
        try (FakeBmc bmc = new FakeBmc(certificate("ip:127.0.0.1"))) {
            Fence.Test test = test(bmc, "ca_file = " + dir.resolve("bmc.pem") + "\n");
            assertEquals(Verdict.WORKS, test.verdict(), test.detail());
        }
    }

    @Test
    void certificateOfAnotherAddressIsNotBelieved() throws Exception {
        try (FakeBmc bmc = new FakeBmc(certificate("ip:127.0.0.9"))) {
            Fence.Test test = test(bmc, "ca_file = " + dir.resolve("bmc.pem") + "\n");
            assertEquals(Verdict.FAILS, test.verdict(), test.detail());
            assertEquals(List.of(), bmc.asked);
        }
    }

    @Test
    void whoeverAnswersIsBelievedWhereThatIsSaid() throws Exception {
        try (FakeBmc bmc = new FakeBmc(certificate("ip:127.0.0.9"))) {
            assertEquals(Verdict.WORKS, test(bmc, "insecure = true\n").verdict());
        }
    }

    @Test
    void fileWithoutCertificatesIsNamed() throws Exception {
        try (FakeBmc bmc = new FakeBmc(certificate("ip:127.0.0.1"))) {
            Fence.Test test = test(bmc, "ca_file = " + dir.resolve("password") + "\n");
            assertEquals(Verdict.FAILS, test.verdict());
            assertTrue(test.detail().contains("ca_file " + dir.resolve("password")
                    + ": expected certificates in PEM"), test.detail());
        }
    }

    private Fence.Test test(FakeBmc bmc, String more) throws InterruptedException {
        return Device.of(dir, "type = redfish\nuri = " + bmc.uri() + "\nusername = fence\n"
                + "password_file = " + dir.resolve("password") + "\n" + more).test(Device.N2,
                        Deadline.in(Duration.ofSeconds(60)));
    }

    /** A key and a certificate that it signs itself; the certificate goes to bmc.pem too. */
    private SSLContext certificate(String address) throws Exception {
        Path store = dir.resolve("bmc.p12");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=bmc", "-ext",
                "san=" + address, "-validity", "2");
        keytool(store, "-exportcert", "-rfc", "-file", dir.resolve("bmc.pem").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, WORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(
                KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, WORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path store, String... words) throws InterruptedException {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        argv.addAll(List.of(words));
        argv.addAll(List.of("-alias", "bmc", "-keystore", store.toString(), "-storetype",
                "PKCS12", "-storepass", new String(WORD)));
        Result result = new SystemCommands().run(Command.of(Deadline.in(Duration.ofSeconds(60)),
                argv.toArray(String[]::new)));
        assertTrue(result.ok(), result::summary);
    }
}
