package org.understudy.api;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** One HTTP/1.1 answer read from a stream, with a bound on each of its parts. */
final class HttpAnswer {
    private static final int MAX_LINE = 8192;
    private static final int MAX_HEADERS = 64;
    private static final int MAX_STATUS = 599;

    private final InputStream in;
    private final int maxBody;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private long length = -1;
    private boolean chunked;
    private boolean begun;
    private int chunkLeft;

    private HttpAnswer(InputStream in, int maxBody) {
        this.in = in;
        this.maxBody = maxBody;
    }

    /**
     * Reads one answer; blocks.
     *
     * @throws IOException if it ends early, is not HTTP/1.1, or its body exceeds the bound
     */
    static Reply read(InputStream in, int maxBody) throws IOException {
        return new HttpAnswer(in, maxBody).read();
    }

    private Reply read() throws IOException {
        int status = status(line());
        headers();
        return whole(status);
    }

    private Reply whole(int status) throws IOException {
        if (chunked) {
            chunks();
        } else {
            take(length < 0 ? Long.MAX_VALUE : length);
        }
        return new Reply(status, body.toString(StandardCharsets.UTF_8));
    }

    /**
     * Reads an answer whose body has no end: hands its lines on, one by one, until told to stop.
     *
     * @param taken takes a line; false to stop
     * @return what came instead of a stream, or nothing but its status when it has ended
     */
    static Reply follow(InputStream in, int maxBody, Predicate<String> taken)
            throws IOException {
        return new HttpAnswer(in, maxBody).follow(taken);
    }

    private Reply follow(Predicate<String> taken) throws IOException {
        int status = status(line());
        headers();
        if (status != 200) {
            return whole(status);
        }
        boolean more = true;
        while (more) {
            Optional<String> line = bodyLine();
            more = line.isPresent() && taken.test(line.get());
        }
        return new Reply(status, "");
    }

    /** Without its end; empty when there are no more. */
    private Optional<String> bodyLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(300);
        for (int c = bodyByte(); c != '\n'; c = bodyByte()) {
            if (c < 0) {
                return Optional.empty();
            }
            if (line.size() == maxBody) {
                throw new IOException("expected a line of " + maxBody + " bytes, got more");
            }
            line.write(c);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    private int bodyByte() throws IOException {
        if (!chunked) {
            return in.read();
        }
        if (chunkLeft == 0) {
            if (begun && !line().isEmpty()) {
                throw new IOException("expected the end of a chunk, got more");
            }
            begun = true;
            chunkLeft = chunkSize();
            if (chunkLeft == 0) {
                return -1;
            }
        }
        chunkLeft--;
        return in.read();
    }

    private static int status(String line) throws IOException {
        if (line.startsWith("HTTP/1.1 ") && line.length() >= 12) {
            int code = number(line.substring(9, 12), 10);
            if (code >= 200 && code <= MAX_STATUS) {
                return code;
            }
        }
        throw new IOException("expected HTTP/1.1 and a status, got \"" + line + "\"");
    }

    private void headers() throws IOException {
        for (int count = 0; count < MAX_HEADERS; count++) {
            String line = line();
            if (line.isEmpty()) {
                return;
            }
            header(line.toLowerCase(Locale.ROOT));
        }
        throw new IOException("expected at most " + MAX_HEADERS + " headers, got more");
    }

    private void header(String line) throws IOException {
        if (line.startsWith("content-length:")) {
            length = number(line.substring(15).strip(), 10);
        } else if (line.startsWith("transfer-encoding:")) {
            chunked = line.endsWith("chunked");
        }
    }

    private void chunks() throws IOException {
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            take(size);
            if (!line().isEmpty()) {
                throw new IOException("expected the end of a chunk, got more");
            }
        }
        headers();
    }

    private int chunkSize() throws IOException {
        return number(line().split(";", 2)[0].strip(), 16);
    }

    private void take(long bytes) throws IOException {
        boolean untilEnd = bytes == Long.MAX_VALUE;
        long left = untilEnd ? maxBody + 1L : bytes;
        if (!untilEnd && body.size() + bytes > maxBody) {
            throw new IOException("expected at most " + maxBody + " bytes, got more");
        }
        byte[] piece = new byte[MAX_LINE];
        while (left > 0) {
            int got = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (got < 0 && untilEnd) {
                return;
            }
            if (got < 0) {
                throw new EOFException("the answer ended " + left + " bytes early");
            }
            body.write(piece, 0, got);
            left -= got;
        }
        if (untilEnd) {
            throw new IOException("expected at most " + maxBody + " bytes, got more");
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the answer ended early");
            }
            if (line.size() == MAX_LINE) {
                throw new IOException("expected a line of " + MAX_LINE + " bytes, got more");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int value = Integer.parseInt(text, radix);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IOException("expected a number, got \"" + text + "\"", e);
        }
        throw new IOException("expected a number from 0, got \"" + text + "\"");
    }
}
