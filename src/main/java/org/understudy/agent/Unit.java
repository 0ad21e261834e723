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
 * @param leaves whether it is only looked after until it is down, since no file names it any more
 */
record Unit(ServiceFile file, ServiceResources resources, boolean leaves) {
    Unit(ServiceFile file, ServiceResources resources) {
        this(file, resources, false);
    }

    Unit leaving() {
        return leaves ? this : new Unit(file, resources, true);
    }

    Unit staying() {
        return leaves ? new Unit(file, resources) : this;
    }

    SortedMap<Rid, Driver> drivers() {
        return resources.drivers();
    }
}
