package io.github.daxguard.cli.options;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** The reason of a failure to read or write a file, for messages that name the file. */
public final class FileFailure {

    private FileFailure() {}

    /** The reason without the path, with which the message of a {@link FileSystemException} begins. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (e instanceof NoSuchFileException) {
            return "the file does not exist";
        }
        if (e instanceof FileSystemLoopException) {
            return "its symbolic links form a loop";
        }
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null || reason.isBlank() ? "the system states no reason" : reason;
    }
}
