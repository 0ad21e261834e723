package org.understudy.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What is read from a BMC that speaks Redfish, and told to it: DSP0266, DSP2046. */
public final class Redfish {
    private Redfish() {
    }

    /**
     * The systems it looks after.
     *
     * @param members one each
     */
    public record Systems(@JsonProperty("Members") List<Member> members) {
    }

    /**
     * One of them.
     *
     * @param path where it is
     */
    public record Member(@JsonProperty("@odata.id") String path) {
    }

    /**
     * How one stands.
     *
     * @param power {@code On}, {@code Off}, {@code PoweringOff}, …
     */
    public record Power(@JsonProperty("PowerState") String power) {
    }

    /**
     * What can be done with it.
     *
     * @param actions those there are
     */
    public record Able(@JsonProperty("Actions") Actions actions) {
        /**
         * By name.
         *
         * @param reset switches the power
         */
        public record Actions(@JsonProperty("#ComputerSystem.Reset") Target reset) {
        }

        /**
         * Where it is asked for.
         *
         * @param path on the same host
         */
        public record Target(@JsonProperty("target") String path) {
        }
    }

    /**
     * The order.
     *
     * @param type {@code ForceOff} or {@code On}
     */
    public record Reset(@JsonProperty("ResetType") String type) {
    }
}
