package org.understudy.agent;

import java.util.SortedMap;
import org.understudy.config.ServiceFile;
import org.understudy.driver.Driver;
import org.understudy.driver.ServiceResources;
import org.understudy.model.Rid;

/**
 * A service as it can be acted upon: its file and its drivers.
 *
 * @param file the definition
 * @param resources its drivers and what they share
 */
record Unit(ServiceFile file, ServiceResources resources) {
    SortedMap<Rid, Driver> drivers() {
        return resources.drivers();
    }
}
