package dev.parley.worker.job;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.worker.claim.Claim;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was said. */
final class SpokenAnnouncer implements Announcer {
    final List<JobEvent> events = new CopyOnWriteArrayList<>();
    final List<JobEvent.Progress> progress = new CopyOnWriteArrayList<>();
    final List<ChunkCommitted> chunks = new CopyOnWriteArrayList<>();
    final List<DeadLetter> deadLetters = new CopyOnWriteArrayList<>();
    final List<Claim> again = new CopyOnWriteArrayList<>();
    volatile boolean mute;
    volatile Hitch beforeChunk = index -> {};

    /** What happens before a chunk is announced. */
    interface Hitch {
        void before(int index) throws InterruptedException;
    }

    private void requireVoice() {
        if (mute) {
            throw new FaultException(Fault.DEPENDENCY, "the broker is away");
        }
    }

    @Override
    public void event(JobId job, JobEvent event) {
        requireVoice();
        events.add(event);
    }

    @Override
    public void progress(JobId job, JobEvent.Progress news) {
        progress.add(news);
    }

    @Override
    public void chunk(ChunkCommitted page) {
        requireVoice();
        try {
            beforeChunk.before(page.index());
        } catch (InterruptedException e) {
            throw new FaultException(Fault.INTERNAL, "nobody should interrupt an announcement", e);
        }
        chunks.add(page);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        requireVoice();
        deadLetters.add(letter);
    }

    @Override
    public void again(JobId job, Claim claim) {
        requireVoice();
        again.add(claim);
    }
}
