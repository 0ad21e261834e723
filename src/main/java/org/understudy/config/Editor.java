package org.understudy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.model.NodeName;

/** Changes keys of service files. Every byte that was not meant stays as it was. */
public final class Editor {
    private final Vocabulary vocabulary;
    private final NodeName self;

    public Editor(Catalog catalog, NodeName self) {
        this.vocabulary = Vocabulary.of(catalog);
        this.self = self;
    }

    /**
     * Sets keys in one atomic write, which survives a power cut. A key that is there under an older
     * spelling keeps it; a section that is missing is added at the end.
     *
     * @param expressions such as {@code orchestrate=ha} or {@code fs#1.mnt_opt@n1=ro}
     * @return false when all of it was so already; the file is then not written
     * @throws ConfigException with the problems the file would have; it is then not written
     */
    public boolean set(Path file, List<String> expressions) {
        SourceFile before = SourceFile.read(file);
        String text = before.text();
        for (String expression : expressions) {
            text = edited(new SourceFile(file, text), expression);
        }
        if (text.equals(before.text())) {
            return false;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ServiceFiles.parse(SourceFile.of(file, bytes), vocabulary, self);
        write(file, before.bytes(), bytes);
        return true;
    }

    private String edited(SourceFile source, String expression) {
        Ini ini = IniReader.read(source, new Findings(source.name()));
        Edit edit = parse(source, ini, expression);
        EditedText text = new EditedText(ini);
        Optional<Ini.Block> block = ini.section(edit.section());
        if (block.isEmpty()) {
            return text.addSection(edit.section(), edit.key(), edit.value());
        }
        Keywords keywords = vocabulary.keywords(block.get());
        return edit.replaced(block.get(), keywords).stream()
                .map(entry -> text.replace(entry, edit.value())).findFirst()
                .orElseGet(() -> text.add(block.get(), edit.key(), edit.value()));
    }

    private static Edit parse(SourceFile source, Ini ini, String expression) {
        try {
            return Edit.parse(expression,
                    ini.sections().stream().map(Ini.Block::name).collect(Collectors.toSet()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(source.name(), e.getMessage());
        }
    }

    private static void write(Path file, byte[] before, byte[] after) {
        try {
            AtomicFile.replace(file.toRealPath(), before, after);
        } catch (IOException e) {
            throw new ConfigException(String.valueOf(file.getFileName()),
                    "cannot be written: " + e);
        }
    }
}
