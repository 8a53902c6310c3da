package io.github.daxguard.cli.options;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** The reason of a failure to read or write a file, for messages that name the file. */
public final class FileFailure {

    private FileFailure() {}

    /** The reason without the path, with which the message of a {@link FileSystemException} begins. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        return String.valueOf(
                e instanceof FileSystemException failure && failure.getReason() != null
                        ? failure.getReason()
                        : e.getMessage());
    }
}
