// Attention of all tokens to all: softmax(q k^T / sqrt(HEAD)) v. Queries and keys are multiplied in eight bits, shares and
// values in bfloat16; sums are float32. A block of threads takes ROWS queries of a head and passes over its keys, KEYS at
// a time, so that scores never leave the registers (FlashAttention, arXiv 2205.14135). What is in eight bits is made
// beforehand (SageAttention, arXiv 2410.02367):
//
// - The mean of a head's keys is taken from them. It adds the same to all scores of a query, which softmax does not see.
// - Queries and keys are turned by a Hadamard matrix: their products stay, and a few large channels spread over all.
// - Each query has a step of its own. Sixteen keys share one: of KEYS keys those that one thread of attend meets.
//
// Tensors are (tokens, heads, HEAD); in eight bits they are (heads, padded, HEAD), where padded is a multiple of ROWS.
//
// Set by the compiler's options:
//   HEAD  values of a head: 64 or 128

constexpr int WARPS = 4;
constexpr int THREADS = 32 * WARPS;
constexpr int TILES = 2; // of 16 queries, for each warp
constexpr int ROWS = 16 * TILES * WARPS;
constexpr int KEYS = 64; // at a time
constexpr int GROUPS = 4; // of KEYS keys, that share a step

constexpr int KEY_VECTORS = HEAD / 16; // 16 bytes each
constexpr int VALUE_VECTORS = HEAD / 8;

// A NaN stays one: fmaxf would lose it.
__device__ __forceinline__ float most(float a, float b) {
    return a > b || a != a ? a : b;
}

__device__ __forceinline__ u32 bytes(const float *v, float stretch) {
    u32 out = 0;
#pragma unroll
    for (int i = 0; i < 4; i++) {
        out |= (__float2int_rn(v[i] * stretch) & 255) << 8 * i;
    }
    return out;
}

// KEYS rows of one head in eight bits. Rows from `tokens` on become zeros. A warp takes every fourth pair of rows: those
// whose products one of four neighboring threads has in attend.
template <bool SHARED>
__device__ __forceinline__ void quantize(
        const uint4 *__restrict__ x, const float *__restrict__ mean, uint4 *__restrict__ small,
        float *__restrict__ steps, int tokens, int heads, int padded, float factor) {
    constexpr int AT_A_TIME = 32 / LANES;
    constexpr int ROUNDS = 16 / AT_A_TIME;
    const int head = blockIdx.x % heads, block = blockIdx.x / heads;
    const int group = threadIdx.x / 32;
    const int part = threadIdx.x % LANES; // of a row
    float row[ROUNDS][EACH], largest[ROUNDS];
    int place[ROUNDS];
    uint4 read[ROUNDS][2];
#pragma unroll
    for (int i = 0; i < ROUNDS; i++) {
        const int n = threadIdx.x % 32 / LANES + i * AT_A_TIME;
        place[i] = block * KEYS + n / 2 * 8 + group * 2 + n % 2;
        const bool there = place[i] < tokens;
        const uint4 *from = x + (static_cast<long>(place[i]) * heads + head) * (HEAD / 8) + 2 * part;
        read[i][0] = there ? from[0] : make_uint4(0, 0, 0, 0);
        read[i][1] = there ? from[1] : make_uint4(0, 0, 0, 0);
    }
    float all = 0;
#pragma unroll
    for (int i = 0; i < ROUNDS; i++) {
        unpack(read[i][0], row[i]);
        unpack(read[i][1], row[i] + 8);
        if (SHARED && place[i] < tokens) {
#pragma unroll
            for (int j = 0; j < EACH; j++) {
                row[i][j] -= mean[head * HEAD + part * EACH + j];
            }
        }
        turn(row[i]);
        float mine = 0;
#pragma unroll
        for (int j = 0; j < EACH; j++) {
            mine = most(fabsf(row[i][j]), mine);
        }
#pragma unroll
        for (int distance = 1; distance < LANES; distance *= 2) {
            mine = most(mine, __shfl_xor_sync(~0u, mine, distance));
        }
        largest[i] = mine;
        all = most(mine, all);
    }
    if (SHARED) {
#pragma unroll
        for (int distance = LANES; distance < 32; distance *= 2) {
            all = most(all, __shfl_xor_sync(~0u, all, distance));
        }
    }
#pragma unroll
    for (int i = 0; i < ROUNDS; i++) {
        float length = SHARED ? all : largest[i];
        length = length < 1e-12f ? 1e-12f : length;
        const float stretch = 127.0f / length;
        const float *v = row[i];
        small[(static_cast<long>(head) * padded + place[i]) * KEY_VECTORS + part] = make_uint4(
                bytes(v, stretch), bytes(v + 4, stretch), bytes(v + 8, stretch), bytes(v + 12, stretch));
        if (!SHARED && part == 0) {
            steps[static_cast<long>(head) * padded + place[i]] = length / 127.0f * factor;
        } else if (SHARED && i == 0 && threadIdx.x % 32 == 0) {
            steps[(static_cast<long>(head) * (padded / KEYS) + block) * GROUPS + group] = length / 127.0f;
        }
    }
}

extern "C" __global__ void __launch_bounds__(THREADS) quantize_queries(
        const uint4 *x, uint4 *small, float *steps, int tokens, int heads, int padded) {
    // Softmax to the base 2, and the lengths that turn has given to queries and keys.
    const float factor = 1.4426950408889634f * rsqrtf(HEAD) / HEAD;
    quantize<false>(x, nullptr, small, steps, tokens, heads, padded, factor);
}

extern "C" __global__ void __launch_bounds__(THREADS) quantize_keys(
        const uint4 *x, const float *mean, uint4 *small, float *steps, int tokens, int heads, int padded) {
    quantize<true>(x, mean, small, steps, tokens, heads, padded, 1);
}

__device__ __forceinline__ u32 shared(const void *at) {
    return static_cast<u32>(__cvta_generic_to_shared(at));
}

// 16 bytes to shared memory behind the thread's back; zeros unless there.
__device__ __forceinline__ void fetch(uint4 *to, const uint4 *from, bool there) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(shared(to)), "l"(from), "r"(there ? 16 : 0)
                 : "memory");
}

__device__ __forceinline__ void matrices(u32 *out, u32 at) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
                 : "r"(at)
                 : "memory");
}

__device__ __forceinline__ void matricesTurned(u32 *out, u32 at) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
                 : "r"(at)
                 : "memory");
}

__device__ __forceinline__ void multiply(int *sum, const u32 *a, const u32 *b) {
    asm("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+r"(sum[0]), "+r"(sum[1]), "+r"(sum[2]), "+r"(sum[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

__device__ __forceinline__ void multiply(float *sum, const u32 *a, const u32 *b) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

__device__ __forceinline__ float exp2Fast(float x) {
    float out;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(out) : "f"(x));
    return out;
}

// Where a row's vector lies: rows that are read together must not meet in a bank of the memory.
template <int VECTORS>
__device__ __forceinline__ int mixed(int row, int vector) {
    return row * VECTORS + (vector ^ (VECTORS == 4 ? row / 2 % 4 : row % 8));
}

// A sum that begins with these bits and stays below 2^22 is, read as a float, OFFSET larger than it.
constexpr int OFFSET_BITS = 0x4b400000;
constexpr float OFFSET = 12582912.0f;
constexpr int MINUS_INFINITY_BITS = 0xff800000;

extern "C" __global__ void __launch_bounds__(THREADS, 2) attend(
        const u32 *__restrict__ queries, const float *__restrict__ querySteps, const uint4 *__restrict__ keys,
        const float *__restrict__ keySteps, const uint4 *__restrict__ values, u32 *__restrict__ out, int tokens,
        int heads, int padded) {
    __shared__ uint4 nearKeys[2][KEYS * KEY_VECTORS];
    __shared__ uint4 nearValues[2][KEYS * VALUE_VECTORS];
    const int tiles = (tokens + ROWS - 1) / ROWS;
    const int head = blockIdx.x / tiles;
    const int lane = threadIdx.x % 32;
    const int first = blockIdx.x % tiles * ROWS + threadIdx.x / 32 * 16 * TILES + lane / 4;
    const int blocks = (tokens + KEYS - 1) / KEYS;
    keys += static_cast<long>(head) * padded * KEY_VECTORS;
    keySteps += static_cast<long>(head) * (padded / KEYS) * GROUPS + lane % 4;

    const auto bring = [&](int block) {
#pragma unroll
        for (int i = 0; i < KEYS * KEY_VECTORS / THREADS; i++) {
            const int at = threadIdx.x + i * THREADS;
            fetch(&nearKeys[block % 2][mixed<KEY_VECTORS>(at / KEY_VECTORS, at % KEY_VECTORS)],
                  keys + static_cast<long>(block) * KEYS * KEY_VECTORS + at, true);
        }
#pragma unroll
        for (int i = 0; i < KEYS * VALUE_VECTORS / THREADS; i++) {
            const int at = threadIdx.x + i * THREADS;
            const int row = at / VALUE_VECTORS, vector = at % VALUE_VECTORS;
            const int token = block * KEYS + row;
            const bool there = token < tokens;
            fetch(&nearValues[block % 2][mixed<VALUE_VECTORS>(row, vector)],
                  values + (static_cast<long>(there ? token : 0) * heads + head) * VALUE_VECTORS + vector, there);
        }
    };
    bring(0);

    u32 query[TILES][HEAD / 32][4];
    float steps[TILES][2];
#pragma unroll
    for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
        for (int half = 0; half < 2; half++) {
            const long row = static_cast<long>(head) * padded + first + tile * 16 + half * 8;
            steps[tile][half] = querySteps[row];
#pragma unroll
            for (int k = 0; k < HEAD / 32; k++) {
                query[tile][k][half] = queries[row * (HEAD / 4) + k * 8 + lane % 4];
                query[tile][k][half + 2] = queries[row * (HEAD / 4) + k * 8 + 4 + lane % 4];
            }
        }
    }
    float sum[TILES][HEAD / 8][4] = {};
    float largest[TILES][2], total[TILES][2] = {};
#pragma unroll
    for (int tile = 0; tile < TILES; tile++) {
        largest[tile][0] = largest[tile][1] = __int_as_float(MINUS_INFINITY_BITS);
    }

    for (int block = 0; block < blocks; block++) {
        asm volatile("cp.async.wait_all;" ::: "memory");
        __syncthreads(); // this block's keys are there, and nobody reads the ones before
        if (block + 1 < blocks) {
            bring(block + 1);
        }
        const float keyStep = keySteps[block * GROUPS];

        int score[TILES][KEYS / 8][4];
        const u32 keysAt = shared(nearKeys[block % 2]);
#pragma unroll
        for (int n = 0; n < KEYS / 8; n++) {
#pragma unroll
            for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    score[tile][n][i] = OFFSET_BITS;
                }
            }
#pragma unroll
            for (int k = 0; k < HEAD / 64; k++) {
                u32 b[4];
                matrices(b, keysAt + 16 * mixed<KEY_VECTORS>(n * 8 + lane % 8, k * 4 + lane / 8));
#pragma unroll
                for (int tile = 0; tile < TILES; tile++) {
                    multiply(score[tile][n], query[tile][2 * k], b);
                    multiply(score[tile][n], query[tile][2 * k + 1], b + 2);
                }
            }
        }
        const int left = tokens - block * KEYS;
        if (left < KEYS) {
#pragma unroll
            for (int n = 0; n < KEYS / 8; n++) {
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    if (n * 8 + lane % 4 * 2 + i % 2 >= left) {
#pragma unroll
                        for (int tile = 0; tile < TILES; tile++) {
                            score[tile][n][i] = MINUS_INFINITY_BITS;
                        }
                    }
                }
            }
        }

        float step[TILES][2], offset[TILES][2], shrink[TILES][2];
        bool grows = false;
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
            for (int half = 0; half < 2; half++) {
                float top = __int_as_float(score[tile][0][2 * half]);
#pragma unroll
                for (int n = 0; n < KEYS / 8; n++) {
                    top = fmaxf(top, __int_as_float(score[tile][n][2 * half]));
                    top = fmaxf(top, __int_as_float(score[tile][n][2 * half + 1]));
                }
                step[tile][half] = steps[tile][half] * keyStep;
                top = (top - OFFSET) * step[tile][half];
                top = fmaxf(top, __shfl_xor_sync(~0u, top, 1));
                top = fmaxf(top, __shfl_xor_sync(~0u, top, 2));
                top = fmaxf(top, largest[tile][half]);
                shrink[tile][half] = exp2Fast(largest[tile][half] - top);
                grows |= top != largest[tile][half];
                largest[tile][half] = top;
                total[tile][half] *= shrink[tile][half];
                offset[tile][half] = fmaf(-OFFSET, step[tile][half], -top);
            }
        }
        if (__any_sync(~0u, grows)) { // seldom, after the first few hundred keys
#pragma unroll
            for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
                for (int n = 0; n < HEAD / 8; n++) {
#pragma unroll
                    for (int i = 0; i < 4; i++) {
                        sum[tile][n][i] *= shrink[tile][i / 2];
                    }
                }
            }
        }

        const u32 valuesAt = shared(nearValues[block % 2]);
#pragma unroll
        for (int k = 0; k < KEYS / 16; k++) {
            u32 share[TILES][4];
#pragma unroll
            for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    const int *pairOf = score[tile][2 * k + i / 2] + i % 2 * 2;
                    const float a = exp2Fast(fmaf(__int_as_float(pairOf[0]), step[tile][i % 2], offset[tile][i % 2]));
                    const float b = exp2Fast(fmaf(__int_as_float(pairOf[1]), step[tile][i % 2], offset[tile][i % 2]));
                    total[tile][i % 2] += a + b;
                    share[tile][i] = pair(a, b);
                }
            }
#pragma unroll
            for (int n = 0; n < HEAD / 16; n++) {
                u32 b[4];
                matricesTurned(b, valuesAt + 16 * mixed<VALUE_VECTORS>(
                        k * 16 + lane / 8 % 2 * 8 + lane % 8, n * 2 + lane / 16));
#pragma unroll
                for (int tile = 0; tile < TILES; tile++) {
                    multiply(sum[tile][2 * n], share[tile], b);
                    multiply(sum[tile][2 * n + 1], share[tile], b + 2);
                }
            }
        }
    }

#pragma unroll
    for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
        for (int half = 0; half < 2; half++) {
            float all = total[tile][half];
            all += __shfl_xor_sync(~0u, all, 1);
            all += __shfl_xor_sync(~0u, all, 2);
            const float inverse = 1.0f / all;
            const int row = first + tile * 16 + half * 8;
            if (row < tokens) {
                u32 *to = out + (static_cast<long>(row) * heads + head) * (HEAD / 2) + lane % 4;
#pragma unroll
                for (int n = 0; n < HEAD / 8; n++) {
                    to[n * 4] = pair(sum[tile][n][2 * half] * inverse, sum[tile][n][2 * half + 1] * inverse);
                }
            }
        }
    }
}
