package org.understudy.fence;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes the client of one BMC: whom it believes, and nothing followed that was not asked. */
final class Https {
    private Https() {
    }

    /**
     * A client.
     *
     * @param ca certificates to trust instead of the machine's own, PEM
     * @param insecure trusts whoever answers
     * @throws IOException if that file cannot be used
     */
    static HttpClient client(Optional<Path> ca, boolean insecure) throws IOException {
        try {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER);
            if (insecure) {
                builder.sslContext(context(new TrustManager[] {new Anybody()}));
            } else if (ca.isPresent()) {
                builder.sslContext(context(trusting(ca.get())));
            }
            return builder.build();
        } catch (GeneralSecurityException e) {
            throw new IOException(ca.map(file -> "ca_file " + file + ": expected certificates in"
                    + " PEM, got: ").orElse("TLS: ") + e.getMessage(), e);
        }
    }

    private static SSLContext context(TrustManager... trusted) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted, null);
        return context;
    }

    private static TrustManager[] trusting(Path file)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate one : CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)) {
                store.setCertificateEntry("c" + store.size(), one);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(
                TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Only where cluster.conf says {@code insecure = true}. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // insecure = true
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // insecure = true
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // insecure = true
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // insecure = true
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // insecure = true
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // insecure = true
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
