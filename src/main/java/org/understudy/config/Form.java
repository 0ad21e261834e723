package org.understudy.config;

import java.util.List;
import org.understudy.model.NodeName;

/** A kind of configuration file: which sections and keywords it has, and what is right in it. */
public sealed interface Form permits ServiceForm, ClusterForm {
    /** The section meant where none is said. */
    String head();

    /** Sections whose name has no {@code #}. */
    List<String> plainSections();

    /** Sections for a message: {@code fs#1 or DEFAULT}. */
    String example();

    /** The keywords a section may have. */
    Keywords keywords(Ini.Block block);

    /** The headers a word without {@code #} stands for. */
    List<String> group(String word, Ini ini);

    /**
     * The header as it is written in files.
     *
     * @throws IllegalArgumentException when there can be no such section
     */
    String checkedHeader(String header);

    /**
     * Looks at a whole file.
     *
     * @return what is odd but harmless
     * @throws ConfigException with all that is wrong with it
     */
    List<Problem> check(SourceFile source);

    /** Takes a file apart to be asked for values, also if it is wrong elsewhere. */
    Values values(SourceFile source);

    /** The values of one file. */
    interface Values {
        /**
         * What a node makes of a key, after scopes, inheritance, presets, references and
         * expressions.
         *
         * @param name of the key, without a scope
         * @throws ConfigException when nothing says it, or what says it is wrong
         */
        String of(String section, String name, NodeName node);
    }
}
