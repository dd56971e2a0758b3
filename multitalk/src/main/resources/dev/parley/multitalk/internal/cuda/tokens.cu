// What passes over a model's tokens between matrix products: norms, modulation, gates, rotation, and rounding to eight
// bits. A row is one token; a block of threads takes a row at a time and keeps it in registers, so that each value is
// read once and written once. Values are rounded to bfloat16 where PyTorch's operations, one after the other, would.
//
// Set by the compiler's options:
//   WIDTH    values of a row, a multiple of 8
//   HEAD     values of a head, a multiple of 8 that divides WIDTH
//   THREADS  of a block, a multiple of 32

constexpr int VECTORS = WIDTH / 8; // 16 bytes each
constexpr int EACH = (VECTORS + THREADS - 1) / THREADS;
constexpr int WARPS = THREADS / 32;

struct Sum {
    __device__ static float of(float a, float b) { return a + b; }
};

// A NaN stays one: fmaxf would lose it.
struct Most {
    __device__ static float of(float a, float b) { return a > b || a != a ? a : b; }
};

// One number of all threads of the block, the same in each. Two places in turn: who writes the second has passed the
// barrier that follows all reading of the first.
template <class Join>
__device__ __forceinline__ float joined(float mine, int &turn) {
    __shared__ float parts[2][WARPS];
#pragma unroll
    for (int distance = 16; distance; distance >>= 1) {
        mine = Join::of(mine, __shfl_xor_sync(~0u, mine, distance));
    }
    if (threadIdx.x % 32 == 0) {
        parts[turn][threadIdx.x / 32] = mine;
    }
    __syncthreads();
    float all = parts[turn][0];
#pragma unroll
    for (int warp = 1; warp < WARPS; warp++) {
        all = Join::of(all, parts[turn][warp]);
    }
    turn ^= 1;
    return all;
}

// The place of this thread's i-th vector in a row; VECTORS or more where it has none.
__device__ __forceinline__ int place(int i) {
    return threadIdx.x + i * THREADS;
}

__device__ __forceinline__ void floats(const float *from, int vector, float *out) {
    const float4 *four = reinterpret_cast<const float4 *>(from) + 2 * vector;
    const float4 a = __ldg(four), b = __ldg(four + 1);
    out[0] = a.x, out[1] = a.y, out[2] = a.z, out[3] = a.w;
    out[4] = b.x, out[5] = b.y, out[6] = b.z, out[7] = b.w;
}

#if __CUDA_ARCH__ >= 890
// Writes a row as E4M3 floats and the number that they are to be multiplied by: its largest value becomes 448.
__device__ __forceinline__ void quantizeRow(const Eight *row, uint2 *small, float *step, long index, int &turn) {
    float most = 0;
#pragma unroll
    for (int i = 0; i < EACH; i++) {
        if (place(i) < VECTORS) {
#pragma unroll
            for (int j = 0; j < 8; j++) {
                most = Most::of(fabsf(row[i].at[j]), most);
            }
        }
    }
    most = joined<Most>(most, turn);
    most = most < 1e-12f ? 1e-12f : most;
    const float stretch = 448.0f / most;
#pragma unroll
    for (int i = 0; i < EACH; i++) {
        if (place(i) < VECTORS) {
            const float *v = row[i].at;
            const u32 low = eighths(v[0] * stretch, v[1] * stretch) | eighths(v[2] * stretch, v[3] * stretch) << 16;
            const u32 high = eighths(v[4] * stretch, v[5] * stretch) | eighths(v[6] * stretch, v[7] * stretch) << 16;
            small[index * VECTORS + place(i)] = make_uint2(low, high);
        }
    }
    if (threadIdx.x == 0) {
        step[index] = most / 448.0f;
    }
}
#endif

// sum = x + y * gate (or x + y, or x alone), then the layer norm of it, then
// MODULATED: * (1 + scale) + shift in float32; otherwise * weight + bias, which are bfloat16.
template <bool ADDS, bool GATED, bool MODULATED>
__device__ __forceinline__ void norm(
        const uint4 *__restrict__ x, const uint4 *__restrict__ y, const float *__restrict__ gate,
        const void *__restrict__ scale, const void *__restrict__ shift, uint4 *__restrict__ sum,
        uint4 *__restrict__ wide, uint2 *__restrict__ small, float *__restrict__ step, int rows, float eps) {
    Eight gates[GATED ? EACH : 1];
    Eight scales[MODULATED ? EACH : 1], shifts[MODULATED ? EACH : 1];
    uint4 weights[MODULATED ? 1 : EACH], biases[MODULATED ? 1 : EACH];
#pragma unroll
    for (int i = 0; i < EACH; i++) {
        if (place(i) < VECTORS) {
            if (GATED) {
                floats(gate, place(i), gates[i].at);
            }
            if (MODULATED) {
                floats(static_cast<const float *>(scale), place(i), scales[i].at);
                floats(static_cast<const float *>(shift), place(i), shifts[i].at);
            } else {
                weights[i] = static_cast<const uint4 *>(scale)[place(i)];
                biases[i] = static_cast<const uint4 *>(shift)[place(i)];
            }
        }
    }
    int turn = 0;
    for (long index = blockIdx.x; index < rows; index += gridDim.x) {
        Eight row[EACH];
        float total = 0;
        uint4 a[EACH], b[EACH];
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                a[i] = x[index * VECTORS + place(i)];
                if (ADDS) {
                    b[i] = y[index * VECTORS + place(i)];
                }
            }
        }
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                unpack(a[i], row[i].at);
                if (ADDS) {
                    float added[8];
                    unpack(b[i], added);
#pragma unroll
                    for (int j = 0; j < 8; j++) {
                        row[i].at[j] = GATED ? fmaf(added[j], gates[i].at[j], row[i].at[j]) : row[i].at[j] + added[j];
                    }
                    const uint4 rounded = pack(row[i].at);
                    sum[index * VECTORS + place(i)] = rounded;
                    unpack(rounded, row[i].at);
                }
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    total += row[i].at[j];
                }
            }
        }
        const float mean = joined<Sum>(total, turn) / WIDTH;
        float squares = 0;
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    const float off = row[i].at[j] - mean;
                    squares += off * off;
                }
            }
        }
        const float inverse = rsqrtf(joined<Sum>(squares, turn) / WIDTH + eps);
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                float *v = row[i].at;
                if (MODULATED) {
#pragma unroll
                    for (int j = 0; j < 8; j++) {
                        v[j] = (v[j] - mean) * inverse;
                    }
                    roundAll(v);
#pragma unroll
                    for (int j = 0; j < 8; j++) {
                        v[j] = __fadd_rn(__fmul_rn(v[j], 1.0f + scales[i].at[j]), shifts[i].at[j]);
                    }
                } else {
                    float w[8], c[8];
                    unpack(weights[i], w);
                    unpack(biases[i], c);
#pragma unroll
                    for (int j = 0; j < 8; j++) {
                        v[j] = (v[j] - mean) * inverse * w[j] + c[j];
                    }
                }
                const uint4 rounded = pack(v);
                if (wide) {
                    wide[index * VECTORS + place(i)] = rounded;
                }
                unpack(rounded, v);
            }
        }
#if __CUDA_ARCH__ >= 890
        if (small) {
            quantizeRow(row, small, step, index, turn);
        }
#endif
    }
}

#define NORM(name, adds, gated, modulated)                                                                            \
    extern "C" __global__ void __launch_bounds__(THREADS) name(                                                       \
            const uint4 *x, const uint4 *y, const float *gate, const void *scale, const void *shift, uint4 *sum,      \
            uint4 *wide, uint2 *small, float *step, int rows, float eps) {                                            \
        norm<adds, gated, modulated>(x, y, gate, scale, shift, sum, wide, small, step, rows, eps);                    \
    }

NORM(modulate, false, false, true)
NORM(gate_norm, true, true, false)
NORM(add_norm, true, false, false)
NORM(add_modulate, true, false, true)

// out = x + y * gate, with gate in float32.
extern "C" __global__ void __launch_bounds__(THREADS) gate(
        const uint4 *__restrict__ x, const uint4 *__restrict__ y, const float *__restrict__ gate,
        uint4 *__restrict__ out, int rows) {
    Eight gates[EACH];
#pragma unroll
    for (int i = 0; i < EACH; i++) {
        if (place(i) < VECTORS) {
            floats(gate, place(i), gates[i].at);
        }
    }
    for (long index = blockIdx.x; index < rows; index += gridDim.x) {
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                float a[8], b[8];
                unpack(x[index * VECTORS + place(i)], a);
                unpack(y[index * VECTORS + place(i)], b);
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    a[j] = fmaf(b[j], gates[i].at[j], a[j]);
                }
                out[index * VECTORS + place(i)] = pack(a);
            }
        }
    }
}

// Root mean square norm times weight, and where rope (rows, HEAD / 2, 2) is given, neighbors turned by its angles.
extern "C" __global__ void __launch_bounds__(THREADS) rms_rope(
        const uint4 *__restrict__ x, const uint4 *__restrict__ weight, const float *__restrict__ rope,
        uint4 *__restrict__ out, int rows, float eps) {
    uint4 weights[EACH];
#pragma unroll
    for (int i = 0; i < EACH; i++) {
        if (place(i) < VECTORS) {
            weights[i] = weight[place(i)];
        }
    }
    int turn = 0;
    for (long index = blockIdx.x; index < rows; index += gridDim.x) {
        Eight row[EACH], angles[EACH];
        uint4 read[EACH];
        float squares = 0;
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                read[i] = x[index * VECTORS + place(i)];
                if (rope) {
                    floats(rope + index * HEAD, place(i) % (HEAD / 8), angles[i].at);
                }
            }
        }
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                unpack(read[i], row[i].at);
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    squares += row[i].at[j] * row[i].at[j];
                }
            }
        }
        const float inverse = rsqrtf(joined<Sum>(squares, turn) / WIDTH + eps);
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                float *v = row[i].at;
                float w[8];
                unpack(weights[i], w);
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    v[j] = v[j] * inverse * w[j];
                }
                if (rope) {
                    roundAll(v);
#pragma unroll
                    for (int j = 0; j < 8; j += 2) {
                        const float cosine = angles[i].at[j], sine = angles[i].at[j + 1];
                        const float a = v[j], b = v[j + 1];
                        v[j] = a * cosine - b * sine;
                        v[j + 1] = a * sine + b * cosine;
                    }
                }
                out[index * VECTORS + place(i)] = pack(v);
            }
        }
    }
}

#if __CUDA_ARCH__ >= 890
// x, or x + y where y is given, in eight bits.
extern "C" __global__ void __launch_bounds__(THREADS) quantize(
        const uint4 *__restrict__ x, const uint4 *__restrict__ y, uint2 *__restrict__ small,
        float *__restrict__ step, int rows) {
    int turn = 0;
    for (long index = blockIdx.x; index < rows; index += gridDim.x) {
        Eight row[EACH];
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                unpack(x[index * VECTORS + place(i)], row[i].at);
                if (y) {
                    float added[8];
                    unpack(y[index * VECTORS + place(i)], added);
#pragma unroll
                    for (int j = 0; j < 8; j++) {
                        row[i].at[j] += added[j];
                    }
                    roundAll(row[i].at);
                }
            }
        }
        quantizeRow(row, small, step, index, turn);
    }
}

// GELU by tanh, in eight bits: x * sigmoid(2 u) is x / 2 * (1 + tanh(u)).
extern "C" __global__ void __launch_bounds__(THREADS) gelu_quantize(
        const uint4 *__restrict__ x, uint2 *__restrict__ small, float *__restrict__ step, int rows) {
    int turn = 0;
    for (long index = blockIdx.x; index < rows; index += gridDim.x) {
        Eight row[EACH];
        uint4 read[EACH];
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                read[i] = x[index * VECTORS + place(i)];
            }
        }
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (place(i) < VECTORS) {
                unpack(read[i], row[i].at);
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    const float v = row[i].at[j];
                    const float u = 0.7978845608028654f * (v + 0.044715f * v * v * v);
                    row[i].at[j] = __fdividef(v, 1.0f + __expf(-2.0f * u));
                }
                roundAll(row[i].at);
            }
        }
        quantizeRow(row, small, step, index, turn);
    }
}
#endif
