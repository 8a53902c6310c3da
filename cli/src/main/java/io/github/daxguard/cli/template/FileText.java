package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Reads a file's text, and tells what else it is if it is none. */
final class FileText {

    /** More than the plans of large estates have, and few enough to be held in memory. */
    static final int MOST_BYTES = 100 * 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private FileText() {}

    /**
     * Reads to the end.
     *
     * @throws UnreadException if it is too large, empty, or no text in UTF-8
     * @throws IOException if it cannot be read
     */
    static String read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new UnreadException("The file is larger than " + MOST_BYTES / (1024 * 1024) + " MB.");
        }
        if (startsWith(bytes, 'P', 'K', 3, 4)) {
            throw new UnreadException(
                    "This looks like Terraform's own plan file, which no other program reads. " + Expected.TERRAFORM);
        }
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw new UnreadException(
                    "The file is in UTF-16, as Windows PowerShell writes what is redirected: write it in UTF-8, with "
                            + "| Out-File -Encoding utf8.");
        }
        String text = decode(bytes);
        if (text.isBlank()) {
            throw new UnreadException("The file is empty. " + Expected.SENTENCE);
        }
        return text;
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static String decode(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadException("The file is no text in UTF-8. " + Expected.SENTENCE);
        }
    }
}
