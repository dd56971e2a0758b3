package dev.parley.cli;

import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.InputCheck;
import dev.parley.cli.farm.SharedFarm;
import dev.parley.cli.request.PreparedRequest;
import dev.parley.contracts.Violation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A farm that is started while the inputs of the request it is for are looked at. */
final class CheckedFarm {
    /**
     * The answer is mostly there by then, on a busy machine too. A farm that starts meanwhile takes the processor from it
     * and costs more than the whole check when it is called off.
     */
    private static final Duration HEAD_START = Duration.ofSeconds(2);

    /** What is wrong with the request; a {@link InputCheck#ask} of it. */
    @FunctionalInterface
    interface Check {
        List<Violation> violations();
    }

    /**
     * Returns when the farm is ready.
     *
     * @throws dev.parley.contracts.InvalidRequestException when the inputs cannot be rendered; the start is called off
     *     and what it had started has ended
     * @throws InterruptedException when this thread was interrupted; the start is called off as well
     */
    static SharedFarm open(Callable<SharedFarm> start, InputCheck check, PreparedRequest request) throws Exception {
        return open(start, () -> check.ask(request.json(), request.uploads()), request);
    }

    static SharedFarm open(Callable<SharedFarm> start, Check check, PreparedRequest request) throws Exception {
        CompletableFuture<List<Violation>> answer = CompletableFuture.supplyAsync(check::violations);
        if (!soon(answer).isEmpty()) {
            throw request.invalid(answer.join());
        }
        FutureTask<SharedFarm> farm = new FutureTask<>(start);
        Thread starter = new Thread(farm, "farm-start");
        starter.start();
        try {
            if (answer.get().isEmpty()) {
                return result(farm);
            }
        } catch (InterruptedException e) {
            callOff(starter, farm);
            throw e;
        }
        callOff(starter, farm);
        throw request.invalid(answer.join());
    }

    /** What is wrong, as far as that is known after the head start. */
    private static List<Violation> soon(CompletableFuture<List<Violation>> answer) throws Exception {
        try {
            return answer.get(HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            return List.of();
        }
    }

    private static SharedFarm result(FutureTask<SharedFarm> farm) throws Exception {
        try {
            return farm.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Returns when the start has ended and left nothing running. An interrupt of this thread meanwhile is kept for later. */
    private static void callOff(Thread starter, FutureTask<SharedFarm> farm) throws Exception {
        starter.interrupt();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    farm.get().close(); // it was quicker
                    return;
                } catch (InterruptedException again) {
                    interrupted = true;
                } catch (ExecutionException ended) {
                    requireCalledOff(ended);
                    return;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A start that was called off, or could not have been one, says so; anything else is a fault of ours. */
    private static void requireCalledOff(ExecutionException ended) throws ExecutionException {
        if (!(ended.getCause() instanceof InterruptedException) && !(ended.getCause() instanceof FarmStartException)) {
            throw ended;
        }
    }

    private CheckedFarm() {}
}
