package org.understudy.config;

import static org.understudy.config.Keyword.optional;

/** The keywords of resources whose disks can be reserved. */
public final class ReservationKeywords {
    private static final Type<String> KEY = Types.of(
            "a hexadecimal number of up to 16 digits other than 0, such as 0x1a2b",
            ReservationKeywords::key);

    public static final Keyword<Boolean> SCSIRESERV = optional("scsireserv", Types.BOOLEAN,
            "whether its disks, which no other service has anything on, reject the writes of other"
                    + " nodes (SCSI-3 reservations)")
            .or("false")
            .alias("scsi_reserve", "scsireserve", "scsi_reserv");

    public static final Keyword<String> PRKEY = optional("prkey", KEY,
            "key of a reservation, another one on each node (prkey@n1) and of each service;"
                    + " default: by their names")
            .like("0x1a2b");

    public static final Keyword<Boolean> NO_PREEMPT_ABORT = optional("no_preempt_abort",
            Types.BOOLEAN, "takes disks over by preempt, for those that know no preempt-abort")
            .or("false");

    public static final Keywords ALL = Keywords.of(SCSIRESERV, PRKEY, NO_PREEMPT_ABORT);

    private ReservationKeywords() {
    }

    /** As sg_persist(8) prints keys. */
    private static String key(String text) {
        if (!text.matches("(0[xX])?[0-9a-fA-F]{1,16}") || Types.HEX.parse(text).signum() == 0) {
            throw new IllegalArgumentException(text);
        }
        return "0x" + Types.HEX.parse(text).toString(16);
    }
}
