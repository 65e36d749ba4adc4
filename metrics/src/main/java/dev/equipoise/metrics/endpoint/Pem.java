package dev.equipoise.metrics.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key and its chain of certificates from PEM files (RFC 7468), by the JDK alone. */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END", Pattern.DOTALL);

    private Pem() {}

    /** A key store in memory with one entry, whose password is empty. */
    static KeyStore keyStore(Path certificate, Path key) throws IOException, GeneralSecurityException {
        Certificate[] chain = chain(certificate);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("endpoint", key(key, chain[0].getPublicKey().getAlgorithm()), new char[0], chain);
        return store;
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        try (InputStream input = Files.newInputStream(file)) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(input)
                    .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw new GeneralSecurityException("it has no certificate");
            }
            return chain;
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
        Matcher block = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new GeneralSecurityException("it has no private key");
        }
        if (!block.group(1).isEmpty()) {
            throw new GeneralSecurityException("the key must be PKCS#8 without a password, got '" + block.group(1)
                    + "PRIVATE KEY'; convert it by 'openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW'");
        }
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        for (String candidate : List.of(algorithm, "RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(candidate).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // It may be a key of another algorithm, which the check of the pair tells of.
            }
        }
        throw new GeneralSecurityException("the key must be a complete key for RSA, EC or EdDSA");
    }
}
