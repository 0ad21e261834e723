package org.understudy.wire;

/**
 * What a join token carries. It is a secret.
 *
 * @param version of this shape
 * @param cluster its name
 * @param issuer the member that wrote it
 * @param issued when, in seconds since 1970
 * @param expires likewise
 * @param key the cluster's key, base64
 * @param conf cluster.conf, every byte of it
 */
public record Credentials(int version, String cluster, String issuer, long issued, long expires,
        String key, String conf) {
}
