package dev.parley.multitalk.internal.pipeline;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.dit.Conditioning;
import dev.parley.multitalk.internal.dit.Dit;
import dev.parley.multitalk.internal.dit.Time;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A DiT of the same weights on a further device of this host, with a thread of its own: it computes some of a step's passes
 * while the model's own device computes the others. A latent goes there and a velocity comes back, once a step.
 */
public final class Companion implements AutoCloseable {
    /** A pass on a companion's device. */
    interface Pass {
        /** The caller owns the result. */
        NDArray velocity(Dit dit, NDArray latent, Time time);
    }

    private final Torch home;
    private final Torch torch;
    private final Dit dit;
    private final ExecutorService thread;

    /**
     * @param home where latents come from and velocities go
     * @param torch the further device; closed with this
     */
    public Companion(Torch home, Torch torch, Dit dit) {
        this.home = home;
        this.torch = torch;
        this.dit = dit;
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread own = new Thread(work, "passes-on-" + torch.device());
            own.setDaemon(true);
            return own;
        });
    }

    public Torch torch() {
        return torch;
    }

    public Dit dit() {
        return dit;
    }

    /** The same conditioning on the further device; its tensors belong to the open scope. */
    Conditioning conditioning(Conditioning given) {
        return given.copied(tensor -> copy(tensor, torch));
    }

    /**
     * Begins a pass. The latent is copied before anything else is queued on its device, or the copy would wait for that.
     *
     * @param latent (16, T, h, w), float32, on the model's own device
     */
    Begun begin(NDArray latent, float t, Pass pass) {
        NDArray there = copy(latent, torch);
        return new Begun(CompletableFuture.supplyAsync(
                () -> TensorScope.scoped(() -> pass.velocity(dit, there, dit.time(t))), thread));
    }

    private static NDArray copy(NDArray tensor, Torch to) {
        return to.kernels(CoreKernels.class)
                .copies(List.of(tensor), to.device())
                .get(0);
    }

    /** A pass that is being computed. */
    final class Begun {
        private final CompletableFuture<NDArray> velocity;

        private Begun(CompletableFuture<NDArray> velocity) {
            this.velocity = velocity;
        }

        /**
         * Waits for the velocity and brings it to the model's own device, where it belongs to the open scope.
         *
         * @throws RuntimeException as the pass does
         */
        NDArray velocity() {
            try (NDArray there = velocity.join()) {
                return copy(there, home);
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException failed ? failed : e;
            }
        }

        /** Waits until nothing of it uses the device. For passes whose velocity nobody wants any more. */
        void abandon() {
            velocity.handle((computed, failed) -> {
                        if (computed != null) {
                            computed.close();
                        }
                        return null;
                    })
                    .join();
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        torch.close();
    }
}
