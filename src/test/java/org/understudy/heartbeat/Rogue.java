package org.understudy.heartbeat;

import java.net.InetAddress;
import org.jgroups.protocols.UDP;

/** JGroups as it is, on the group and port of a link. */
final class Rogue extends UDP {
    Rogue(InetAddress own, String group, int port) throws Exception {
        setBindAddress(own);
        setMulticastAddress(InetAddress.getByName(group));
        setMulticastPort(port);
        setDiagnosticsHandler(createDiagnosticsHandler().setEnabled(false));
    }
}
