package org.understudy.core;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/** An order of nodes that differs from service to service, and is the same on every node. */
final class Spread {
    private Spread() {
    }

    static BigInteger digest(ServiceName service, NodeName node) {
        try {
            byte[] bytes = (service.value() + node.value()).getBytes(StandardCharsets.UTF_8);
            return new BigInteger(1, MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
