package org.understudy.agent;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A watchdog of the kernel's, such as /dev/watchdog, by its ioctls; see watchdog-api in its
 * documentation. Whoever dies with it open leaves it armed. Or a named pipe, whose reader ends the
 * machine when it was armed by a byte and none comes for as long as may be: V is the last.
 */
final class KernelWatchdog implements WatchdogDevice {
    private static final int O_WRONLY = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final long GET_SUPPORT = 0x80285700L;
    private static final long SET_OPTIONS = 0x80045704L;
    private static final long SET_TIMEOUT = 0xC0045706L;
    private static final long GET_TIMEOUT = 0x80045707L;
    private static final int DISABLE_CARD = 1;
    /** Of struct watchdog_info, which begins with what the driver can do. */
    private static final int INFO = 40;
    private static final int CAN_SET_TIMEOUT = 0x80;
    private static final int CAN_STAY_ARMED = 0x100;
    private static final int EBUSY = 16;
    private static final int ENOTTY = 25;
    private static final byte[] FED = {'.'};
    /** The last byte before it is closed; without it, closing does not switch it off. */
    private static final byte[] MAGIC = {'V'};

    private final Path path;
    private Libc libc;
    private int device = -1;

    /** What is used of the C library. */
    interface Libc extends Library {
        int open(String path, int flags) throws LastErrorException;

        int ioctl(int file, long request, byte[] inout) throws LastErrorException;

        long write(int file, byte[] bytes, long length) throws LastErrorException;

        int close(int file) throws LastErrorException;
    }

    KernelWatchdog(Path path) {
        this.path = path;
    }

    @Override
    public Duration arm(Duration atMost) throws IOException {
        try {
            libc = libc == null ? Native.load("c", Libc.class) : libc;
            device = libc.open(path.toString(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        } catch (LinkageError | LastErrorException e) {
            throw new IOException(path + " cannot be opened: " + why(e), e);
        }
        byte[] info = new byte[INFO];
        try {
            libc.ioctl(device, GET_SUPPORT, info);
        } catch (LastErrorException e) {
            if (isPipe()) {
                feed();
                return atMost;
            }
            close();
            throw new IOException(path + " is not used: " + why(e), e);
        }
        try {
            return timed(info, atMost);
        } catch (IOException | LastErrorException e) {
            release();
            throw new IOException(e instanceof IOException ? e.getMessage()
                    : path + " is not used: " + why(e), e);
        }
    }

    /** POSIX file types, S_IFMT and S_IFIFO of stat(2). */
    private boolean isPipe() {
        try {
            return ((int) Files.getAttribute(path, "unix:mode") & 0170000) == 0010000;
        } catch (IOException e) {
            return false;
        }
    }

    private Duration timed(byte[] info, Duration atMost) throws IOException {
        int can = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder()).getInt();
        String driver = new String(info, 8, INFO - 8, StandardCharsets.US_ASCII).replace("\0", "");
        if ((can & CAN_STAY_ARMED) == 0) {
            throw new IOException(path + " (" + driver + "): expected one that stays armed when"
                    + " its program is killed (magic close), got one that does not");
        }
        if ((can & CAN_SET_TIMEOUT) != 0) {
            libc.ioctl(device, SET_TIMEOUT, number((int) atMost.toSeconds()));
        }
        byte[] read = number(0);
        libc.ioctl(device, GET_TIMEOUT, read);
        Duration timeout = Duration.ofSeconds(
                ByteBuffer.wrap(read).order(ByteOrder.nativeOrder()).getInt());
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(atMost) > 0) {
            throw new IOException(path + " (" + driver + "): expected a timeout of at most "
                    + Chronicle.text(atMost) + ", got " + Chronicle.text(timeout)
                    + ", which it cannot change");
        }
        return timeout;
    }

    @Override
    public void feed() throws IOException {
        wrote(FED);
    }

    private void wrote(byte[] bytes) throws IOException {
        try {
            libc.write(device, bytes, bytes.length);
        } catch (LastErrorException e) {
            throw new IOException(path + " cannot be fed: " + why(e), e);
        }
    }

    /** Not every driver knows the order; those that do say whether it may be switched off. */
    @Override
    public boolean disarm() throws IOException {
        try {
            libc.ioctl(device, SET_OPTIONS, number(DISABLE_CARD));
        } catch (LastErrorException e) {
            if (e.getErrorCode() == EBUSY) {
                return false;
            }
        }
        wrote(MAGIC);
        close();
        return true;
    }

    /** A watchdog that cannot be used is switched off again, as far as that goes. */
    private void release() throws IOException {
        try {
            libc.write(device, MAGIC, MAGIC.length);
        } catch (LastErrorException e) {
            throw new IOException(path + " was opened, and cannot be switched off: " + why(e), e);
        } finally {
            close();
        }
    }

    private void close() throws IOException {
        int open = device;
        device = -1;
        try {
            libc.close(open);
        } catch (LastErrorException e) {
            throw new IOException(path + " cannot be closed: " + why(e), e);
        }
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(number)
                .array();
    }

    private static String why(Throwable e) {
        int code = e instanceof LastErrorException error ? error.getErrorCode() : 0;
        return switch (code) {
            case ENOTTY -> "it is no watchdog";
            case EBUSY -> "another program has it open, such as watchdog, wd_keepalive, sbd or"
                    + " systemd with RuntimeWatchdogSec";
            default -> e.getMessage();
        };
    }
}
