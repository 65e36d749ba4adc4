package dev.equipoise.metrics.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Basic authentication (RFC 7617) of one user. It keeps a keyed digest of the credentials, with a key that never
 * leaves memory, and compares in constant time. If only a hash of the password is known, its slow check is done by one
 * request at a time, and once for the right password.
 */
public final class BasicAuthentication {

    /** The decision about a request. */
    enum Verdict {
        ACCEPTED,
        REFUSED,
        /** Another password is being checked. */
        BUSY
    }

    private static final String ALGORITHM = "HmacSHA256";
    private static final String SCHEME = "Basic ";

    private final SecretKeySpec key;
    private final byte[] user;
    private final Optional<Predicate<String>> check;
    private final ReentrantLock checking = new ReentrantLock();
    private volatile byte @Nullable [] known;

    private BasicAuthentication(String user, Optional<Predicate<String>> check) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
        this.user = user.getBytes(StandardCharsets.UTF_8);
        this.check = check;
    }

    static BasicAuthentication ofPassword(String user, String password) {
        BasicAuthentication made = new BasicAuthentication(user, Optional.empty());
        made.known = made.digest((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return made;
    }

    /** With a slow check of the password. */
    static BasicAuthentication ofCheck(String user, Predicate<String> check) {
        return new BasicAuthentication(user, Optional.of(check));
    }

    /** Checks the Authorization header of a request. */
    Verdict judge(String authorization) {
        Optional<byte[]> credentials = credentials(authorization);
        if (credentials.isEmpty()) {
            return Verdict.REFUSED;
        }
        byte[] digest = digest(credentials.get());
        byte[] right = known;
        if (right != null && MessageDigest.isEqual(digest, right)) {
            return Verdict.ACCEPTED;
        }
        return check.isPresent() ? slowly(credentials.get(), digest, check.get()) : Verdict.REFUSED;
    }

    private Verdict slowly(byte[] credentials, byte[] digest, Predicate<String> right) {
        if (!checking.tryLock()) {
            return Verdict.BUSY;
        }
        try {
            String text = new String(credentials, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            boolean named = MessageDigest.isEqual(text.substring(0, colon).getBytes(StandardCharsets.UTF_8), user);
            // Both, so that the time tells nothing of the user.
            boolean matches = right.test(text.substring(colon + 1));
            if (named && matches) {
                known = digest;
                return Verdict.ACCEPTED;
            }
            return Verdict.REFUSED;
        } finally {
            checking.unlock();
        }
    }

    /** "user:password" of a header; empty if it holds none. */
    private static Optional<byte[]> credentials(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            boolean pair = new String(decoded, StandardCharsets.UTF_8).indexOf(':') >= 0;
            return pair ? Optional.of(decoded) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] digest(byte[] credentials) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(credentials);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
