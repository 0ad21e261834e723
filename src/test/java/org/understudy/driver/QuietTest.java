package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import java.io.File;
import org.junit.jupiter.api.Test;

/** What the shipped logging lets libraries say. */
class QuietTest {
    @Test
    void failedPullIsToldOnceByItsStepAndNotByItsLibrary() throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new File("agent/logback.xml"));
        try {
            assertFalse(context.getLogger(ResultCallbackTemplate.class).isErrorEnabled());
            assertTrue(context.getLogger("com.github.dockerjava.core.Any").isWarnEnabled());
            assertTrue(context.getLogger(Sync.class).isInfoEnabled());
        } finally {
            context.stop();
        }
    }
}
