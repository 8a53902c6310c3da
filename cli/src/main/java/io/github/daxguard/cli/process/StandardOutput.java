package io.github.daxguard.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Standard output in UTF-8. It distinguishes a pipe that its reader has closed, as {@code head} does, from a full disk. */
public final class StandardOutput extends PrintStream {

    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final Sink sink;

    /** Writes to this process's standard output. */
    public static StandardOutput ofTheProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream out) {
        this(new Sink(out));
    }

    private StandardOutput(Sink sink) {
        // UTF-8 in every locale, so that output in a file does not depend on it.
        super(sink, true, UTF_8);
        this.sink = sink;
    }

    /** Whether output was lost that a reader could still expect: to a full disk, but not to a pipe that its reader has closed. */
    public static boolean hasFailed(PrintStream out) {
        return out.checkError() && !(out instanceof StandardOutput standard && standard.sink.isPipeClosed);
    }

    private static final class Sink extends FilterOutputStream {
        private volatile boolean isPipeClosed;

        Sink(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int character) throws IOException {
            write(new byte[] {(byte) character}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            try {
                out.write(bytes, start, length);
            } catch (IOException e) {
                isPipeClosed = isClosedPipe(e);
                throw e;
            }
        }

        /** By the operating system's message, and where that depends on the locale, by the type of the file. */
        private static boolean isClosedPipe(IOException failure) {
            if (String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) {
                return true;
            }
            try {
                int type = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & FILE_TYPE;
                return type == PIPE || type == SOCKET;
            } catch (IOException | UnsupportedOperationException e) {
                return false;
            }
        }
    }
}
