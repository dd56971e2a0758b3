package dev.parley.worker.job;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Phase;
import dev.parley.contracts.RenderCost;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.WireName;
import dev.parley.kit.trace.TraceSpan;
import dev.parley.media.ChunkEncoder;
import dev.parley.worker.claim.Claim;
import dev.parley.worker.claim.Stop;
import dev.parley.worker.job.WorkFolders.WorkFolder;
import dev.parley.worker.job.WorkWatchdog.Watch;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.LeftWindow;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import dev.parley.worker.render.WindowState;
import dev.parley.worker.telemetry.GpuBill;
import dev.parley.worker.telemetry.WorkerMetrics.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One go at a job: from the first chunk that is not committed to the last one. */
final class Attempt {
    private static final Logger LOG = Logger.getLogger(Attempt.class);

    private final WorkerContext context;
    private final JobId job;
    private final Stop stop;
    private final Paces paces;
    private final InterruptibleRetry retry;
    private final TryBook book;
    private int attempt;
    private volatile boolean noted; // read by the watchdog as well
    private Watch watch;

    Attempt(WorkerContext context, JobId job, Claim claim, Paces paces) {
        this.context = context;
        this.job = job;
        this.attempt = claim.attempt();
        this.stop = claim.stop();
        this.paces = paces;
        this.retry = new InterruptibleRetry(context.settings().backoff(), stop);
        this.book = new TryBook(context.store());
    }

    /**
     * Returns when all chunks are committed and announced.
     *
     * @throws DuplicateTicketException if the job is rendered under another ticket
     * @throws dev.parley.worker.claim.StoppedException when the work was asked to stop
     */
    void run(RenderTicket ticket) throws Exception {
        try (Watch watching = context.watchdog().watch(stop, this::hangs)) {
            watch = watching;
            render(ticket);
        }
    }

    /** What took too long, where the work was stopped for that. */
    String exceeded() {
        return watch == null || watch.exceeded() == null ? "the work took too long" : watch.exceeded();
    }

    /** This process is about to end; the next attempt learns why. */
    private void hangs(String what) {
        if (watch.exceeded() == null) {
            // It was asked to stop, and did not in time. That says nothing against the job.
            end();
        } else {
            book.hung(job, attempt, what);
        }
    }

    /** It is over, for a reason that says nothing against the job. */
    void end() {
        if (noted) { // or its number may be that of somebody else's
            book.end(job, attempt);
        }
    }

    private void render(RenderTicket ticket) throws Exception {
        RenderPlan plan =
                retry.until("the plan of " + job, () -> new Plans(context.store()).fix(ticket, context.encoder()));
        Renderer renderer = renderer(plan);
        Ledger ledger = new Ledger(context.store(), job, plan.chunks());
        try (WorkFolder folder = context.folders().create()) {
            requireEncoder(plan, folder.path());
            List<ChunkCommitted> pages = retry.until("the ledger of " + job, ledger::pages);
            if (pages.size() < plan.chunks().count()) {
                enter(pages);
            }
            GpuBill bill = new GpuBill(context.metrics(), plan, renderer.hasModel());
            ChunkCommitter committer = new ChunkCommitter(context, plan, ledger, retry, attempt, bill);
            begin(plan, pages, committer);
            if (pages.size() < plan.chunks().count()) {
                JobInputs inputs = context.metrics()
                        .timed(
                                Stage.DECODE,
                                () -> retry.until(
                                        "the inputs of " + job, () -> new InputLoader(context.store(), context.limits())
                                                .load(plan, folder.path())));
                sayLoading(renderer, plan, pages.size());
                try (RenderSession session = open(renderer, inputs, bill)) {
                    renderAll(inputs, ledger, pages, session, committer, bill, folder.path());
                } finally {
                    bill.ended(stop.reason() == Stop.Reason.CANCELLED);
                }
            }
        }
    }

    /**
     * Notes that this attempt has begun, so that the next one knows of it even if this worker dies.
     *
     * @throws PoisonException if too many did
     */
    private void enter(List<ChunkCommitted> pages) throws Exception {
        int committedBy = pages.stream().mapToInt(ChunkCommitted::attempt).max().orElse(0);
        Tries before = retry.until("the tries of " + job, () -> book.of(job)).weighed(committedBy);
        if (before.deaths() >= context.settings().deliveryLimit()) {
            int lived = retry.until("the tries of " + job, () -> book.lived(job, committedBy));
            int deaths = before.deaths() - lived;
            if (deaths >= context.settings().deliveryLimit()) {
                attempt = before.attempt();
                throw PoisonException.of(before, deaths, pages.size(), job);
            }
        }
        // A broker that was killed counts deliveries from 1 again; ledger and tries remember the attempts before this
        // one.
        attempt = Math.max(attempt, 1 + Math.max(committedBy, before.attempt()));
        Tries now = before.begun(attempt, context.settings().worker());
        retry.until("the store takes the tries of " + job, () -> {
            book.write(job, now);
            return null;
        });
        noted = true;
    }

    /** Its number among the attempts at the job. */
    int number() {
        return attempt;
    }

    private void sayLoading(Renderer renderer, RenderPlan plan, int committed) {
        if (renderer.hasModel()) {
            int windows = plan.chunks().count();
            context.announcer()
                    .progress(job, new JobEvent.Progress(attempt, committed + 1, windows, 0, 1, null, Phase.LOADING));
        }
    }

    private Renderer renderer(RenderPlan plan) {
        Renderer renderer = context.renderers().get(plan.engine());
        if (renderer == null) {
            throw new FaultException(
                    Fault.DEPENDENCY,
                    "The plan of %s requires engine %s, this worker has %s"
                            .formatted(
                                    job,
                                    WireName.of(plan.engine()),
                                    context.renderers().keySet()));
        }
        return renderer;
    }

    private RenderSession open(Renderer renderer, JobInputs inputs, GpuBill bill) {
        watch.opens();
        long from = System.nanoTime();
        TraceSpan span = TraceSpan.of("prepare").enter();
        try (span) {
            return renderer.open(inputs);
        } catch (IllegalArgumentException e) {
            throw new FaultException(
                    Fault.BAD_INPUT,
                    "%s cannot render this: %s".formatted(WireName.of(renderer.engine()), e.getMessage()),
                    e);
        } finally {
            watch.ended();
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            context.metrics().stage(Stage.PREPARE, took);
            bill.prepared(took);
        }
    }

    /** Chunks of one video must come from one encoder. */
    private void requireEncoder(RenderPlan plan, Path folder) {
        if (plan.encoder().equals(context.encoder().get())) {
            return;
        }
        Path probe = folder.resolve("probe.m4s");
        try {
            new ChunkEncoder(probe, plan.width(), plan.height(), 0, 1, plan.encoder()).close();
        } catch (RuntimeException e) {
            throw new FaultException(
                    Fault.DEPENDENCY,
                    "The chunks of %s are encoded with %s, which this worker does not have: %s"
                            .formatted(job, plan.encoder(), e.getMessage()),
                    e);
        }
    }

    /** The attempt before may have ended between a commit and its announcement: all commits are announced again. */
    private void begin(RenderPlan plan, List<ChunkCommitted> pages, ChunkCommitter committer) {
        LOG.infof(
                "job claimed  job=%s attempt=%d engine=%s frames=%d chunks=%d committed=%d",
                job,
                attempt,
                WireName.of(plan.engine()),
                plan.chunks().frames(),
                plan.chunks().count(),
                pages.size());
        TraceSpan.note("parley.attempt", attempt);
        context.announcer().event(job, new JobEvent.Claimed(context.settings().worker(), attempt, pages.size()));
        context.metrics().resumed(pages.size());
        pages.forEach(committer::announce);
    }

    private void renderAll(
            JobInputs inputs,
            Ledger ledger,
            List<ChunkCommitted> committed,
            RenderSession session,
            ChunkCommitter committer,
            GpuBill bill,
            Path folder)
            throws Exception {
        RenderPlan plan = inputs.plan();
        List<ChunkCommitted> pages = committed;
        while (pages.size() < plan.chunks().count()) {
            EncodingPace encoding = new EncodingPace(plan.chunks().frames());
            ChunkWriter writer =
                    new ChunkWriter(plan, context.metrics(), context.marking(), committer, encoding, folder);
            try (ChunkPipeline pipeline =
                    new ChunkPipeline(writer, context.settings().framesInFlight())) {
                renderFrom(pages, inputs, session, pipeline, encoding, bill);
            } catch (OvertakenException e) {
                LOG.infof("resuming from the ledger  job=%s attempt=%d: %s", job, attempt, e.getMessage());
            }
            pages = retry.until("the ledger of " + job, ledger::pages);
        }
    }

    private void renderFrom(
            List<ChunkCommitted> pages,
            JobInputs inputs,
            RenderSession session,
            ChunkPipeline pipeline,
            EncodingPace encoding,
            GpuBill bill)
            throws Exception {
        RenderPlan plan = inputs.plan();
        Takes takes = Takes.of(context, session, inputs);
        Pace pace = paces.of(plan, session.decodes());
        ProgressReport progress = new ProgressReport(
                attempt,
                RenderCost.ofWindows(plan),
                pages.size(),
                pace,
                encoding,
                context.settings().progressEvery(),
                System::nanoTime,
                news -> context.announcer()
                        .progress(job, news.on(session.device().orElse(null))));
        WindowState before = pages.isEmpty() ? null : state(pages.get(pages.size() - 1));
        try {
            for (int i = pages.size(); i < plan.chunks().count(); i++) {
                // What was left is of the first window that is not committed, or of none.
                LeftWindow left = i == pages.size() ? left(i, takes) : null;
                before = render(plan, plan.chunks().chunk(i), before, left, takes, pipeline, progress, bill);
            }
            progress.end((estimated, took) -> context.metrics().estimated(job, estimated, took));
            pipeline.finish();
        } catch (Throwable e) {
            commitWhatIsRendered(pipeline, e);
            throw e;
        } finally {
            paces.keep(plan, pace);
        }
    }

    private WindowState state(ChunkCommitted page) throws Exception {
        byte[] bytes = retry.until("the state after chunk %d of %s".formatted(page.index(), job), () -> {
            byte[] found = context.store()
                    .get(page.stateObject())
                    .orElseThrow(() -> new FaultException(
                            Fault.INTERNAL,
                            "%s is committed but missing from the store".formatted(page.stateObject())));
            String hash = Sha256.of(found);
            if (!ObjectKeys.state(job, page.index(), hash).equals(page.stateObject())) {
                throw new FaultException(
                        Fault.DEPENDENCY, "Bytes of %s arrived with hash %s".formatted(page.stateObject(), hash));
            }
            return found;
        });
        return WindowState.of(bytes);
    }

    private WindowState render(
            RenderPlan plan,
            ChunkPlan.Chunk chunk,
            WindowState before,
            LeftWindow left,
            Takes takes,
            ChunkPipeline pipeline,
            ProgressReport progress,
            GpuBill bill)
            throws InterruptedException {
        Takes.Window window = takes.begin(chunk, before, left);
        while (true) {
            stop.check();
            pipeline.begin(chunk);
            progress.begin(chunk.index());
            PipelineSink sink = new PipelineSink(
                    pipeline,
                    stop,
                    watch,
                    window::frame,
                    context.metrics(),
                    progress,
                    plan.engine(),
                    chunk.index(),
                    takes.leavesWindows());
            try (TraceSpan span =
                    TraceSpan.of("window").job(job).window(chunk.index()).enter()) {
                WindowState next = render(window, chunk, sink, bill);
                Duration rendered = sink.rendered();
                context.metrics().window(job, plan.engine(), rendered);
                // What is rendered once more came to nothing, and is billed so.
                bill.rendered(chunk.index(), rendered);
                if (window.isGood(next)) {
                    pipeline.end(next, window.takes());
                    return next;
                }
                span.failed("quality", null);
                pipeline.drop();
            }
        }
    }

    private WindowState render(Takes.Window window, ChunkPlan.Chunk chunk, PipelineSink sink, GpuBill bill)
            throws InterruptedException {
        watch.window(chunk.index());
        WindowState next;
        try {
            next = window.render(sink);
        } catch (Throwable e) {
            if (sink.left().isPresent() && keep(chunk.index(), sink.left().get())) {
                bill.left(sink.rendered());
            } else {
                bill.broken(chunk.index(), sink.rendered());
            }
            throw e;
        }
        watch.ended();
        sink.endPhase();
        return next;
    }

    /** Where an attempt before has left a window; null if it has not, or that cannot be told. */
    private LeftWindow left(int index, Takes takes) throws Exception {
        if (!takes.leavesWindows()) {
            return null;
        }
        Optional<LeftWindow> left = retry.until(
                "what is left of window %d of %s".formatted(index, job),
                () -> new LeftWindows(context.store(), job).find(index));
        left.ifPresent(found -> LOG.infof(
                "window goes on  job=%s attempt=%d window=%d take=%d step=%d",
                job, attempt, index, found.take(), found.step()));
        return left.orElse(null);
    }

    /** @return whether the next attempt will find it */
    private boolean keep(int index, LeftWindow window) {
        watch.rests();
        try {
            retry.until("the store takes what is left of window %d of %s".formatted(index, job), () -> {
                new LeftWindows(context.store(), job).keep(index, window);
                return null;
            });
            LOG.infof("window left  job=%s attempt=%d window=%d step=%d", job, attempt, index, window.step());
            return true;
        } catch (Exception e) {
            LOG.warnf("window not kept  job=%s attempt=%d window=%d: %s", job, attempt, index, e.getMessage());
            return false;
        }
    }

    /** What was rendered before the attempt had to end need not be rendered again, if there is time. */
    private void commitWhatIsRendered(ChunkPipeline pipeline, Throwable why) throws InterruptedException {
        watch.rests();
        if (stop.leavesTime() && !(why instanceof InterruptedException)) {
            try {
                pipeline.finish();
            } catch (RuntimeException e) {
                if (e != why) {
                    why.addSuppressed(e);
                }
            }
        }
    }
}
