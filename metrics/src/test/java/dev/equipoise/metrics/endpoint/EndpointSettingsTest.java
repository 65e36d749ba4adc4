package dev.equipoise.metrics.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.equipoise.run.Monitoring;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointSettingsTest {
    private static final String HASH =
            "pbkdf2-sha256:10000:c2FsdHNhbHRzYWx0:bx+SVsnhpW+wbk4Nne3kVFMqOgAzbOFIGaGlLRR7sJo=";

    @TempDir
    private static Path folder;

    private static TestKeys rsa;
    private static TestKeys ec;

    @BeforeAll
    static void makeKeys() throws Exception {
        rsa = TestKeys.make(folder, "RSA");
        ec = TestKeys.make(folder, "EC");
        TestKeys.make(folder, "Ed25519");
        Files.writeString(folder.resolve("secret"), "open sesame\n");
        Files.writeString(folder.resolve("keys"), TestKeys.PASSWORD + "\n");
        Files.writeString(folder.resolve("nothing"), "\n");
    }

    @Test
    void withoutAFileItIsTheLoopbackAddressAndTheDefaultPort() {
        EndpointSettings settings = EndpointSettings.of(Monitoring.defaults());
        assertThat(settings.address().isLoopbackAddress()).isTrue();
        assertThat(settings.port()).isEqualTo(9464);
        assertThat(settings.tls()).isEmpty();
        assertThat(settings.authentication()).isEmpty();
        assertThat(settings.push()).isEmpty();
    }

    @Test
    void aFileSaysEverything() throws IOException {
        EndpointSettings settings = read("""
                address: 0.0.0.0
                port: 9999
                advertisedHost: gpu7.example.org
                targets: live
                basicAuth:
                  user: prometheus
                  passwordFile: secret
                tls: {certificate: RSA-cert.pem, key: RSA-key.pem}
                pushgateway.url: http://127.0.0.1:9091
                pushgateway.seconds: 30
                """);
        assertThat(settings.address().isAnyLocalAddress()).isTrue();
        assertThat(settings.port()).isEqualTo(9999);
        assertThat(settings.advertisedHost()).hasValue("gpu7.example.org");
        assertThat(settings.targets()).hasValue(folder.resolve("live"));
        assertThat(settings.authentication()).isPresent();
        assertThat(settings.tls()).isPresent();
        assertThat(settings.push())
                .hasValue(new EndpointSettings.Push(URI.create("http://127.0.0.1:9091"), Duration.ofSeconds(30)));
    }

    @Test
    void theCommandLineIsStrongerThanTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("both.yaml"), "address: 0.0.0.0\nport: 1\n");
        EndpointSettings settings = EndpointSettings.of(
                new Monitoring(Optional.of("localhost"), OptionalInt.of(2), Duration.ofSeconds(3), Optional.of(file)));
        assertThat(settings.address().isLoopbackAddress()).isTrue();
        assertThat(settings.port()).isEqualTo(2);
        assertThat(settings.linger()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "basicAuth: {user: me, passwordFile: secret}",
                "basicAuth: {user: me, passwordVariable: SECRET}",
                "basicAuth: {user: me, passwordHash: '" + HASH + "'}",
                "tls: {certificate: RSA-cert.pem, key: RSA-key.pem}",
                "tls: {certificate: EC-cert.pem, key: EC-key.pem}",
                "tls: {certificate: Ed25519-cert.pem, key: Ed25519-key.pem}",
                "tls: {keystore: EC.p12, passwordFile: keys}",
                "tls: {keystore: EC.p12, passwordVariable: KEYS}",
            })
    void whatIsProtectedMayListenEverywhere(String protection) throws IOException {
        assertThat(read("address: 0.0.0.0\n" + protection).address().isAnyLocalAddress())
                .isTrue();
    }

    @Test
    void anUnprotectedAddressThatOthersReachIsRefusedWithTheReason() throws IOException {
        assertThat(problems("address: 0.0.0.0"))
                .containsExactly(
                        "the metrics address must be a loopback address, such as 127.0.0.1, or be protected, got"
                                + " 0.0.0.0, which other machines can reach; set basicAuth.user with a password, or tls.certificate"
                                + " with tls.key, in the file of --metrics-config");
        assertThat(problems("address: '::'")).singleElement().asString().contains("which other machines can reach");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            adress: localhost                    | has the unknown key 'adress': did you mean 'address'?
            tls.certifcate: x                    | has the unknown key 'tls.certifcate': did you mean 'tls.certificate'?
            port: 65536                          | port must be a whole number from 0 to 65535, got '65536'
            port: -1                             | port must be a whole number from 0 to 65535, got '-1'
            port: http                           | port must be a whole number from 0 to 65535, got 'http'
            port: [1]                            | port must have one value, got a list
            port:                                | port must have one value, got none
            'port: 1\\nport: 2'                  | must be YAML, got in line 2: Duplicate field 'port'
            port: [1                             | must be YAML, got in line
            just words                           | must hold keys and values, got 'just words'
            'tls.key: a\\ntls: {key: b}'         | tls.key must be set once, got it nested and with dots
            address: 192.0.2.1                   | the metrics address must be an address of this machine
            address: no.such.host.invalid        | cannot be resolved
            advertisedHost: a b                  | advertisedHost must be a host name or an address
            advertisedHost: a:1                  | without a port
            basicAuth.user: a                    | basicAuth must have one of passwordFile, passwordVariable and passwordHash, got none
            basicAuth: {user: 'a:b', passwordFile: secret} | basicAuth.user must name a user, without a colon
            basicAuth: {passwordFile: secret}    | basicAuth.user must name a user, without a colon
            basicAuth: {user: a, passwordFile: secret, passwordVariable: SECRET} | got 2
            basicAuth: {user: a, passwordFile: missing} | basicAuth.passwordFile must be a readable text file
            basicAuth: {user: a, passwordFile: nothing} | basicAuth.passwordFile must have the password in its first line
            basicAuth: {user: a, passwordVariable: UNSET} | basicAuth.passwordVariable must name an environment variable that is set, got 'UNSET'
            basicAuth: {user: a, passwordHash: 'pbkdf2-sha256:1:a:b'} | basicAuth.passwordHash must be pbkdf2-sha256:
            tls.certificate: RSA-cert.pem        | tls must have certificate and key (PEM), or keystore
            tls: {certificate: RSA-cert.pem, key: missing} | tls.key must be a readable file
            tls: {certificate: missing, key: RSA-key.pem} | tls.certificate must be a readable file
            tls: {certificate: RSA-cert.pem, key: EC-key.pem} | the key must match the certificate, got another key
            tls: {certificate: RSA-cert.pem, key: RSA-cert.pem} | it has no private key
            tls: {certificate: RSA-key.pem, key: RSA-key.pem} | tls.key and tls.certificate must be a pair in PEM
            tls: {certificate: secret, key: RSA-key.pem} | tls.key and tls.certificate must be a pair in PEM
            tls: {keystore: EC.p12}              | tls.keystore must have one of passwordFile and passwordVariable, got none
            tls: {keystore: EC.p12, passwordFile: keys, passwordVariable: SECRET} | tls.keystore must have one of passwordFile and passwordVariable, got 2
            tls: {certificate: RSA-cert.pem, key: RSA-key.pem, passwordFile: keys} | tls must have no passwordFile or passwordVariable with certificate and key
            tls: {certificate: RSA-cert.pem, key: RSA-key.pem, passwordVariable: SECRET} | tls must have no passwordFile or passwordVariable with certificate and key
            tls: {keystore: EC.p12, passwordFile: secret} | tls.keystore must be PKCS#12 with a key and the correct password
            tls: {keystore: missing, passwordFile: keys} | tls.keystore must be a readable file
            pushgateway.url: 127.0.0.1:9091      | pushgateway.url must be http:// or https://
            pushgateway.url: http://me:open@host:9091 | with a host, a port and no user or password
            pushgateway.seconds: 10              | pushgateway.url must be http:// or https://
            pushgateway: {url: 'http://a:1', seconds: 0} | pushgateway.seconds must be a whole number from 1 to 86400, got '0'
            """)
    void whatIsWrongIsSaid(String yaml, String problem) throws IOException {
        assertThat(problems(yaml.replace("\\n", "\n")))
                .anySatisfy(said -> assertThat(said).contains(problem))
                .noneSatisfy(said -> assertThat(said).contains("open"));
    }

    @Test
    void everyProblemIsSaidAtOnceAndNamesTheFile() throws IOException {
        assertThat(problems("port: x\nadress: y\npushgateway.url: z\n"))
                .hasSize(3)
                .allSatisfy(
                        said -> assertThat(said).startsWith("metrics configuration " + folder.resolve("metrics.yaml")));
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThat(problems(folder.resolve("none.yaml")))
                .singleElement()
                .asString()
                .contains("none.yaml must be a readable text file, got java.nio.file.NoSuchFileException");
    }

    @Test
    void anOldFormOfKeysIsToldHowToConvert() throws IOException {
        Path old = folder.resolve("old.pem");
        Files.writeString(old, Files.readString(rsa.key()).replace("PRIVATE", "RSA PRIVATE"));
        assertThat(problems("tls: {certificate: RSA-cert.pem, key: old.pem}"))
                .singleElement()
                .asString()
                .contains("convert it by 'openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW'");
    }

    @Test
    void nothingOfItPrintsAPassword() throws IOException {
        EndpointSettings settings = read("basicAuth: {user: me, passwordFile: secret}");
        assertThat(settings.toString()).doesNotContain("sesame");
        assertThat(ec.keystore()).exists();
    }

    private static EndpointSettings read(String yaml) throws IOException {
        return EndpointSettings.of(file(yaml), Map.of("SECRET", "open sesame", "KEYS", TestKeys.PASSWORD));
    }

    private static Monitoring file(String yaml) throws IOException {
        return monitoring(Files.writeString(folder.resolve("metrics.yaml"), yaml));
    }

    private static Monitoring monitoring(Path file) {
        return new Monitoring(Optional.empty(), OptionalInt.empty(), Duration.ZERO, Optional.of(file));
    }

    private static List<String> problems(String yaml) throws IOException {
        file(yaml);
        return problems(folder.resolve("metrics.yaml"));
    }

    private static List<String> problems(Path file) {
        InvalidMonitoringException thrown = catchThrowableOfType(
                InvalidMonitoringException.class,
                () -> EndpointSettings.of(monitoring(file), Map.of("SECRET", "open sesame")));
        assertThat(thrown).isNotNull();
        return thrown.problems();
    }
}
