package dev.equipoise.plan;

import com.google.inject.ConfigurationException;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import dev.equipoise.part.InvalidPartException;
import java.util.Collection;

/**
 * Makes the factories of parts by an injector. What Guice says of one that cannot be made is a problem of its part.
 *
 * @param injector knows what factories can inject
 */
record GuiceFactories(Injector injector) implements FactoryMaker {

    @Override
    public <F> F make(Class<F> factory) {
        try {
            return injector.getInstance(factory);
        } catch (ConfigurationException e) {
            throw refusal(e.getErrorMessages());
        } catch (ProvisionException e) {
            throw refusal(e.getErrorMessages());
        }
    }

    private static InvalidPartException refusal(Collection<Message> messages) {
        return new InvalidPartException(messages.stream()
                .map(message -> "Guice must be able to create its factory, got: "
                        + message.getMessage().lines().findFirst().orElse(""))
                .toList());
    }
}
