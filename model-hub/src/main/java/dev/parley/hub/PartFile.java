package dev.parley.hub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A file that is being fetched in pieces, in any order. Beside it lies a journal of the pieces that are complete: what
 * speaks for a file is its hash in the end, the journal only saves fetching.
 */
final class PartFile implements AutoCloseable {
    private static final int BLOCK = 1 << 18;

    private final Path file;
    private final Path journal;
    private final long bytes;
    private final long pieceBytes;
    private final FileChannel channel;
    private final FileChannel notes;
    private final BitSet complete = new BitSet();
    private final Deque<Piece> open = new ArrayDeque<>();
    private boolean abandoned;

    /** Bytes {@code [begin, end)}; those before {@code at} are there. */
    static final class Piece {
        final int index;
        final long end;
        volatile long at;

        private Piece(int index, long begin, long end) {
            this.index = index;
            this.end = end;
            this.at = begin;
        }
    }

    private PartFile(Path file, long bytes, long pieceBytes) throws IOException {
        this.file = file;
        this.journal = journal(file);
        this.bytes = bytes;
        this.pieceBytes = pieceBytes;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        notes = FileChannel.open(journal, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Goes on with what is there, if it is of the same content. The caller holds the lock of that file. */
    static PartFile open(Path file, HubFile from, long pieceBytes) throws IOException {
        String heading = "%s %d %d".formatted(from.content(), from.bytes(), pieceBytes);
        Files.createDirectories(file.getParent());
        List<String> noted = Files.isRegularFile(file) ? noted(journal(file)) : List.of();
        PartFile part = new PartFile(file, from.bytes(), pieceBytes);
        if (!noted.isEmpty() && noted.get(0).equals(heading) && part.channel.size() <= from.bytes()) {
            part.read(noted.subList(1, noted.size()));
        } else {
            part.channel.truncate(0);
        }
        part.rewrite(heading);
        return part;
    }

    /** How many bytes need not be fetched again of a file that is being fetched; an estimate for plans. */
    static long there(Path file, HubFile from, long pieceBytes) throws IOException {
        List<String> noted = noted(journal(file));
        boolean same =
                !noted.isEmpty() && noted.get(0).equals("%s %d %d".formatted(from.content(), from.bytes(), pieceBytes));
        return same ? Math.min(from.bytes(), (noted.size() - 1L) * pieceBytes) : 0;
    }

    private static Path journal(Path file) {
        return file.resolveSibling(file.getFileName() + ".pieces");
    }

    private static List<String> noted(Path journal) throws IOException {
        if (!Files.isRegularFile(journal)) {
            return List.of();
        }
        String text = Files.readString(journal, java.nio.charset.StandardCharsets.ISO_8859_1);
        // The last line may have been cut off.
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private void read(List<String> indexes) throws IOException {
        for (String index : indexes) {
            int piece = index.matches("[0-9]{1,8}") ? Integer.parseInt(index) : Integer.MAX_VALUE;
            if (piece < pieces() && end(piece) <= channel.size()) {
                complete.set(piece);
            }
        }
    }

    private void rewrite(String heading) throws IOException {
        StringBuilder text = new StringBuilder(heading).append('\n');
        complete.stream().forEach(piece -> text.append(piece).append('\n'));
        notes.truncate(0);
        note(text.toString());
        open.clear();
        for (int piece = complete.nextClearBit(0); piece < pieces(); piece = complete.nextClearBit(piece + 1)) {
            open.add(new Piece(piece, piece * pieceBytes, end(piece)));
        }
    }

    private void note(String text) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(US_ASCII));
        while (buffer.hasRemaining()) {
            notes.write(buffer);
        }
    }

    int pieces() {
        return (int) ((bytes + pieceBytes - 1) / pieceBytes);
    }

    private long end(int piece) {
        return Math.min(bytes, (piece + 1) * pieceBytes);
    }

    /** How many bytes are there. */
    synchronized long there() {
        return bytes - open.stream().mapToLong(piece -> piece.end - piece.at).sum();
    }

    /** A piece that nobody fetches yet. */
    synchronized Optional<Piece> next() {
        return Optional.ofNullable(open.poll());
    }

    void write(Piece piece, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            piece.at += channel.write(buffer, piece.at);
        }
    }

    /** All bytes of a piece are there. */
    synchronized void complete(Piece piece) throws IOException {
        complete.set(piece.index);
        note(piece.index + "\n");
        notifyAll();
    }

    /** Nobody is going to fetch the rest; whoever hashes need not wait. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    private synchronized boolean await(int piece) throws InterruptedException {
        while (!complete.get(piece) && !abandoned) {
            wait();
        }
        return complete.get(piece);
    }

    /** The hash of all pieces, each as soon as those before it are there; nothing if they will not be. */
    Optional<byte[]> hash(ContentId content) throws IOException, InterruptedException {
        MessageDigest digest = content.digest(bytes);
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        long at = 0;
        for (int piece = 0; piece < pieces(); piece++) {
            if (!await(piece)) {
                return Optional.empty();
            }
            for (long end = end(piece); at < end; at += block.limit()) {
                block.clear().limit((int) Math.min(BLOCK, end - at));
                if (channel.read(block, at) < block.limit()) {
                    throw new IOException("%s is shorter than was written".formatted(file));
                }
                digest.update(block.flip());
            }
        }
        return Optional.of(digest.digest());
    }

    /** Gives the file its name: there is no moment at which half of it is there. */
    void moveTo(Path target) throws IOException {
        channel.force(true);
        channel.close();
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        delete();
    }

    /** Of no use any more. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
        Files.deleteIfExists(journal);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        notes.close();
    }
}
