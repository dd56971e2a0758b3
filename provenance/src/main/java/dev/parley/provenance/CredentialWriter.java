package dev.parley.provenance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives an MP4 its credentials. May be used by several threads. */
public final class CredentialWriter {
    static final String PURPOSE = "manifest\0";
    /** Version and flags before the purpose, the place of a Merkle tree's box after it. */
    static final int AROUND_PURPOSE = 4 + 8;

    static final int HEADER = 8 + 16;

    private static final long LARGEST_INDEX = 64L << 20;

    /** For what stands beside a signature, whose length has to be known before there is one. */
    private static final int STAMP_ROOM = TimeStampServer.LONGEST_TOKEN + 1024;

    /** The length of one takes three bytes from here to 65535. */
    private static final int SHORTEST_FILLING = 256;

    private static final String FILLING = "pad";

    private final SigningIdentity signer;
    private final TimeStampServer stamps;

    /** Without time stamps. */
    public CredentialWriter(SigningIdentity signer) {
        this(signer, null);
    }

    /** @param stamps who vouches for the time of each signature; null for nobody */
    public CredentialWriter(SigningIdentity signer, TimeStampServer stamps) {
        this.signer = signer;
        this.stamps = stamps;
    }

    /**
     * Copies {@code in} to {@code out} with credentials behind the file's type, where readers of a stream meet them first.
     * Of the video, one part at a time is in memory; of its index, all.
     *
     * @param in an MP4 with its index in one piece (not fragmented), without credentials
     * @param out is replaced; deleted where this fails
     * @throws UnreadableCredentialsException if {@code in} is no such MP4
     * @throws IOException if a file cannot be read or written
     * @return why there is no time stamp although there should be one; the video is signed without
     */
    public Optional<String> write(Path in, Path out, Statement statement)
            throws IOException, UnreadableCredentialsException {
        try (FileChannel from = FileChannel.open(in);
                FileChannel to = FileChannel.open(
                        out,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            List<Mp4Boxes.Box> boxes = Mp4Boxes.of(from);
            requireSignable(boxes);
            return write(from, to, boxes, new ManifestStore(statement));
        } catch (IOException | UnreadableCredentialsException | RuntimeException e) {
            Files.deleteIfExists(out);
            throw e;
        }
    }

    private Optional<String> write(FileChannel from, FileChannel to, List<Mp4Boxes.Box> boxes, ManifestStore store)
            throws IOException, UnreadableCredentialsException {
        byte[] header = CoseSignature.header(signer);
        int room = box(store.bytes(
                        new byte[BmffHash.BYTES],
                        claim -> CoseSignature.write(header, beside(null), new byte[CoseSignature.SIGNATURE_BYTES])))
                .length;
        BmffHash hash = new BmffHash();
        for (Mp4Boxes.Box box : boxes) {
            boolean first = box.offset() == 0;
            to.position(first ? 0 : box.offset() + room);
            if (box.type().equals("moov")) {
                byte[] index =
                        Mp4Boxes.read(from, box.offset(), (int) box.size()).array();
                ChunkOffsets.shift(index, room);
                hash.begin(to.position());
                hash.add(index);
                writeAll(to, ByteBuffer.wrap(index));
            } else if (BmffHash.covers(box)) {
                hash.begin(to.position());
                hash.copy(from, box.offset(), box.size(), to);
            } else {
                new BmffHash().copy(from, box.offset(), box.size(), to);
            }
        }
        List<String> problems = new ArrayList<>();
        byte[] credentials = box(store.bytes(hash.value(), claim -> signed(header, claim, problems)));
        if (credentials.length != room) {
            throw new IllegalStateException(
                    "The credentials have %d bytes, %d were reckoned".formatted(credentials.length, room));
        }
        to.position(boxes.get(0).end());
        writeAll(to, ByteBuffer.wrap(credentials));
        return problems.stream().findFirst();
    }

    /** A third party that is away must not hold up videos. */
    private byte[] signed(byte[] header, byte[] claim, List<String> problems) {
        byte[] signature = signer.sign(CoseSignature.toBeSigned(header, claim));
        if (stamps != null) {
            try {
                byte[] token = stamps.token(TimeStamp.toBeStamped(header, signature));
                return CoseSignature.write(header, beside(token), signature);
            } catch (IOException e) {
                problems.add(e.toString());
            }
        }
        return CoseSignature.write(header, beside(null), signature);
    }

    /**
     * What stands beside a signature: where there are time stamps, of one length with any and without.
     *
     * @throws IllegalArgumentException if the token is too long
     */
    private Map<String, Object> beside(byte[] token) {
        Map<String, Object> beside = new LinkedHashMap<>();
        if (stamps == null) {
            return beside;
        }
        if (token != null) {
            beside.put(TimeStamp.HEADER, TimeStamp.header(token));
        }
        beside.put(FILLING, new byte[SHORTEST_FILLING]);
        int filling = SHORTEST_FILLING + STAMP_ROOM - Cbor.write(beside).length;
        beside.put(FILLING, new byte[filling]);
        return beside;
    }

    private static void requireSignable(List<Mp4Boxes.Box> boxes) throws UnreadableCredentialsException {
        for (Mp4Boxes.Box box : boxes) {
            if (box.isCredentials()) {
                throw new UnreadableCredentialsException("The video has credentials already");
            }
            if (box.type().equals("moof")) {
                throw new UnreadableCredentialsException("The video is fragmented, which cannot be signed here");
            }
            if (box.type().equals("moov") && box.size() > LARGEST_INDEX) {
                throw new UnreadableCredentialsException("The video's index has %d bytes, at most %d can be signed here"
                        .formatted(box.size(), LARGEST_INDEX));
            }
        }
    }

    /** The box that holds a manifest store. */
    private static byte[] box(byte[] store) {
        byte[] purpose = PURPOSE.getBytes(StandardCharsets.US_ASCII);
        int size = HEADER + AROUND_PURPOSE + purpose.length + store.length;
        return ByteBuffer.allocate(size)
                .putInt(size)
                .put("uuid".getBytes(StandardCharsets.US_ASCII))
                .putLong(Mp4Boxes.C2PA.getMostSignificantBits())
                .putLong(Mp4Boxes.C2PA.getLeastSignificantBits())
                .putInt(0)
                .put(purpose)
                .putLong(0)
                .put(store)
                .array();
    }

    private static void writeAll(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
