// Queries, keys and values of self attention as E4M3 floats, and what became of them as bfloat16. The attention itself is
// cuDNN's. Tensors are (tokens, heads, HEAD), in eight bits too.
//
// - The mean of a head's keys is taken from them. It adds the same to all scores of a query, which softmax does not see.
// - Queries and keys are turned by a Hadamard matrix and keep their length.
// - Queries and keys, which were normed, become floats as they are. Values are divided by a step: the largest becomes 448.
//
// Set by the compiler's options:
//   HEAD  values of a head: 64 or 128

constexpr int THREADS = 128;
constexpr float LARGEST = 448.0f;

// Inf would become 448 without a word.
__device__ __forceinline__ float kept(float x) {
    return x - x == 0 ? x : __int_as_float(0x7fffffff);
}

__device__ __forceinline__ u32 four(const float *v, float stretch) {
    return eighths(kept(v[0] * stretch), kept(v[1] * stretch))
            | eighths(kept(v[2] * stretch), kept(v[3] * stretch)) << 16;
}

__device__ __forceinline__ uint4 sixteen(const float *v, float stretch) {
    return make_uint4(four(v, stretch), four(v + 4, stretch), four(v + 8, stretch), four(v + 12, stretch));
}

// Heads of queries (mean is null) or keys: of `parts` pieces of 16 values one for each thread.
extern "C" __global__ void __launch_bounds__(THREADS) turn_heads(
        const uint4 *__restrict__ x, const float *__restrict__ mean, uint4 *__restrict__ small, int heads, long parts) {
    const long at = static_cast<long>(blockIdx.x) * THREADS + threadIdx.x;
    const bool there = at < parts; // all lanes of a row are, or none
    float row[EACH];
    unpack(there ? x[2 * at] : make_uint4(0, 0, 0, 0), row);
    unpack(there ? x[2 * at + 1] : make_uint4(0, 0, 0, 0), row + 8);
    if (mean != nullptr && there) {
        const float *from = mean + at % (static_cast<long>(heads) * LANES) * EACH;
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            row[i] -= from[i];
        }
    }
    turn(row);
    if (there) {
        small[at] = sixteen(row, rsqrtf(HEAD));
    }
}

__device__ __forceinline__ float stepOf(const u16 *largest) {
    const float most = __uint_as_float(static_cast<u32>(*largest) << 16);
    return (most < 1e-12f ? 1e-12f : most) / LARGEST; // a NaN stays one
}

// Values divided by the step that makes the largest of all 448.
extern "C" __global__ void __launch_bounds__(THREADS) round_values(
        const uint4 *__restrict__ x, const u16 *__restrict__ largest, uint4 *__restrict__ small, long parts) {
    const long at = static_cast<long>(blockIdx.x) * THREADS + threadIdx.x;
    if (at < parts) {
        float row[EACH];
        unpack(x[2 * at], row);
        unpack(x[2 * at + 1], row + 8);
        small[at] = sixteen(row, 1 / stepOf(largest));
    }
}

// That step for each of `rows` rows.
extern "C" __global__ void __launch_bounds__(THREADS) write_steps(
        const u16 *__restrict__ largest, float *__restrict__ steps, long rows) {
    const long at = static_cast<long>(blockIdx.x) * THREADS + threadIdx.x;
    if (at < rows) {
        steps[at] = stepOf(largest);
    }
}

// What cuDNN reads beside: 1, how far shares are stretched, and back. Each from a multiple of 16 bytes on.
extern "C" __global__ void __launch_bounds__(THREADS) write_scalars(float *__restrict__ scalars, float shares) {
    if (threadIdx.x == 0) {
        scalars[0] = 1;
        scalars[4] = shares;
        scalars[8] = 1 / shares;
    }
}

__device__ __forceinline__ void floatsOf(u32 small, float *out) {
#pragma unroll
    for (int i = 0; i < 2; i++) {
        u32 halves; // float16 holds them exactly
        asm("cvt.rn.f16x2.e4m3x2 %0, %1;" : "=r"(halves) : "h"(static_cast<u16>(small >> 16 * i)));
        asm("{.reg .b16 a, b; mov.b32 {a, b}, %2; cvt.f32.f16 %0, a; cvt.f32.f16 %1, b;}"
            : "=f"(out[2 * i]), "=f"(out[2 * i + 1])
            : "r"(halves));
    }
}

// Back to bfloat16.
extern "C" __global__ void __launch_bounds__(THREADS) widen(
        const uint4 *__restrict__ small, const u16 *__restrict__ largest, uint4 *__restrict__ wide, long parts) {
    const long at = static_cast<long>(blockIdx.x) * THREADS + threadIdx.x;
    if (at < parts) {
        const uint4 v = small[at];
        const u32 four[4] = {v.x, v.y, v.z, v.w};
        const float step = stepOf(largest);
        float row[EACH];
#pragma unroll
        for (int i = 0; i < 4; i++) {
            floatsOf(four[i], row + 4 * i);
        }
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            row[i] *= step;
        }
        wide[2 * at] = pack(row);
        wide[2 * at + 1] = pack(row + 8);
    }
}
