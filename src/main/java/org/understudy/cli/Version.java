package org.understudy.cli;

/** Which release this is. */
final class Version {
    private Version() {
    }

    /** As the jar's manifest has it. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "understudy " + (version == null ? "(not from a jar)" : version) + "\n";
    }
}
