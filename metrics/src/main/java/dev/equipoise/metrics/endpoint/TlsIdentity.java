package dev.equipoise.metrics.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The key and certificate that the endpoint shows: its TLS context, after a check that they belong together. */
final class TlsIdentity {

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private TlsIdentity() {}

    static SSLContext ofPem(Path certificate, Path key) throws IOException, GeneralSecurityException {
        return context(Pem.keyStore(certificate, key), new char[0]);
    }

    static SSLContext ofKeyStore(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(file)) {
            store.load(input, password);
        }
        return context(store, password);
    }

    private static SSLContext context(KeyStore store, char[] password) throws GeneralSecurityException {
        check(store, password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void check(KeyStore store, char[] password) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            Key key = store.isKeyEntry(alias) ? store.getKey(alias, password) : null;
            if (key instanceof PrivateKey secret && store.getCertificate(alias) instanceof X509Certificate shown) {
                shown.checkValidity();
                if (!belong(secret, shown.getPublicKey())) {
                    throw new GeneralSecurityException("the key must match the certificate, got another key");
                }
                return;
            }
        }
        throw new GeneralSecurityException("it has no private key with a certificate");
    }

    private static boolean belong(PrivateKey secret, PublicKey shown) throws GeneralSecurityException {
        String algorithm = shown.getAlgorithm().startsWith("Ed") ? "EdDSA" : shown.getAlgorithm();
        if (!SIGNATURES.containsKey(algorithm) || !secret.getAlgorithm().equals(shown.getAlgorithm())) {
            return false;
        }
        byte[] words = "belong".getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance(SIGNATURES.get(algorithm));
        signature.initSign(secret);
        signature.update(words);
        byte[] signed = signature.sign();
        signature.initVerify(shown);
        signature.update(words);
        return signature.verify(signed);
    }
}
