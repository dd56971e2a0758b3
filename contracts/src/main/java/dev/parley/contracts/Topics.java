package dev.parley.contracts;

import java.util.List;
import java.util.Set;

/** The topics of a farm. Every record's key is the job id, so what happens to one job stays in order. */
public final class Topics {
    /** {@link RenderRequest}; public: anybody may publish. Read by the ingest service, which answers each record once. */
    public static final String REQUESTS = "parley.requests";
    /** {@link RenderTicket}: jobs that may be claimed, in the order ingest decided. Claimed by the share group {@link #WORKERS}. */
    public static final String RENDERS = "parley.renders";
    /** {@link ChunkCommitted}: worker to assembler and ingest. */
    public static final String CHUNKS = "parley.chunks";
    /** {@link CloudEvent} of a {@link JobEvent}; public: anybody may read. */
    public static final String EVENTS = "parley.events";
    /** {@link Command}; every worker and assembler reads all of it. */
    public static final String COMMANDS = "parley.commands";
    /** {@link JobState}, compacted: the latest state of each job. */
    public static final String JOBS = "parley.jobs";
    /** {@link DeadLetter}: requests the farm gave up, and why. */
    public static final String DEAD_LETTERS = "parley.dead-letters";

    /**
     * {@link RenderTicket}s that the brokers gave up, delivered too often or rejected by a worker, where they keep such
     * (KIP-1191). Kafka's default asks for names that begin with {@code dlq.}
     */
    public static final String DROPPED_TICKETS = "dlq.parley.renders";

    /** Hashes of API keys and what they allow, compacted; ingest reads and writes it where a farm asks for keys. */
    public static final String KEYS = "parley.keys";

    public static final List<String> ALL =
            List.of(REQUESTS, RENDERS, CHUNKS, EVENTS, COMMANDS, JOBS, DEAD_LETTERS, KEYS);

    /** Of these each key's latest record is kept for good; of others all records for some time. */
    public static final Set<String> COMPACTED = Set.of(JOBS, KEYS);

    /** The share group of the render workers on {@link #RENDERS}. */
    public static final String WORKERS = "render-workers";

    /** Header of a record on {@link #RENDERS}: how often the job was claimed under other records, in decimal digits. */
    public static final String EARLIER_ATTEMPTS = "parley-attempts";

    private Topics() {}
}
