// What passes over a video's pixels between convolutions. A row is the channels of one pixel, which lie together; some
// lanes of a warp take a row at a time and keep it in registers, so that each value is read once and written once.

constexpr int THREADS = 256;
constexpr int EACH = 3; // vectors of a row that a lane takes

// What several lanes do to a row: its vectors that are this lane's.
struct Share {
    int vectors, lanes, lane;

    __device__ int place(int i) const { return lane + i * lanes; }
    __device__ bool has(int i) const { return place(i) < vectors; }
};

// SiLU of the root mean square norm times gamma, rounded before SiLU and after. By all lanes of a warp together.
__device__ __forceinline__ void normSilu(Eight *row, const uint4 *gammas, Share share, float eps) {
    float squares = 0;
#pragma unroll
    for (int i = 0; i < EACH; i++) {
        if (share.has(i)) {
#pragma unroll
            for (int j = 0; j < 8; j++) {
                squares += row[i].at[j] * row[i].at[j];
            }
        }
    }
    for (int distance = share.lanes / 2; distance; distance >>= 1) {
        squares += __shfl_xor_sync(~0u, squares, distance);
    }
    const float inverse = rsqrtf(squares / (8 * share.vectors) + eps);
#pragma unroll
    for (int i = 0; i < EACH; i++) {
        float gamma[8];
        unpack(gammas[i], gamma);
        float *v = row[i].at;
#pragma unroll
        for (int j = 0; j < 8; j++) {
            v[j] = v[j] * inverse * gamma[j];
        }
        roundAll(v);
#pragma unroll
        for (int j = 0; j < 8; j++) {
            v[j] = __fdividef(v[j], 1.0f + __expf(-v[j]));
        }
    }
}

// The sum of a, and where SUMS of b, c and bias, and where ADDS of x, rounded once; of it, where NORMS, the norm and SiLU.
//
//   out      written from row `from` on
//   vectors  of a row; at most EACH for each lane
//   lanes    that take a row together: a power of two, 32 at most
template <bool SUMS, bool ADDS, bool NORMS>
__device__ __forceinline__ void rows(
        const uint4 *__restrict__ a, const uint4 *__restrict__ b, const uint4 *__restrict__ c,
        const uint4 *__restrict__ bias, const uint4 *__restrict__ x, const uint4 *__restrict__ gamma,
        uint4 *__restrict__ out, int from, int count, int vectors, int lanes, float eps) {
    constexpr int TERMS = 1 + 2 * SUMS + ADDS;
    const uint4 *terms[TERMS] = {a};
    if (SUMS) {
        terms[1] = b;
        terms[2] = c;
    }
    if (ADDS) {
        terms[TERMS - 1] = x;
    }
    const Share share = {vectors, lanes, static_cast<int>(threadIdx.x) % lanes};
    uint4 biases[EACH] = {}, gammas[EACH] = {};
#pragma unroll
    for (int i = 0; i < EACH; i++) {
        if (share.has(i)) {
            if (SUMS) {
                biases[i] = bias[share.place(i)];
            }
            if (NORMS) {
                gammas[i] = gamma[share.place(i)];
            }
        }
    }
    // The lanes of a warp go round together, since they add up by shuffles.
    const long inWarp = threadIdx.x % 32 / lanes;
    const long warp = (static_cast<long>(blockIdx.x) * THREADS + threadIdx.x / 32 * 32) / lanes;
    for (long first = warp; first < count; first += static_cast<long>(gridDim.x) * THREADS / lanes) {
        const long at = (first + inWarp) * vectors;
        const bool mine = first + inWarp < count;
        uint4 read[EACH][TERMS];
#pragma unroll
        for (int i = 0; i < EACH; i++) {
#pragma unroll
            for (int k = 0; k < TERMS; k++) {
                read[i][k] = mine && share.has(i) ? terms[k][at + share.place(i)] : make_uint4(0, 0, 0, 0);
            }
        }
        Eight row[EACH];
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            unpack(read[i][0], row[i].at);
#pragma unroll
            for (int k = 1; k < TERMS + SUMS; k++) {
                float term[8];
                unpack(k < TERMS ? read[i][k] : biases[i], term);
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    row[i].at[j] += term[j];
                }
            }
            if (TERMS > 1) {
                roundAll(row[i].at);
            }
        }
        if (NORMS) {
            normSilu(row, gammas, share, eps);
        }
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (mine && share.has(i)) {
                out[at + static_cast<long>(from) * vectors + share.place(i)] = pack(row[i].at);
            }
        }
    }
}

extern "C" __global__ void __launch_bounds__(THREADS) norm_silu(
        const uint4 *x, const uint4 *gamma, uint4 *out, int from, int count, int vectors, int lanes, float eps) {
    rows<false, false, true>(x, nullptr, nullptr, nullptr, nullptr, gamma, out, from, count, vectors, lanes, eps);
}

extern "C" __global__ void __launch_bounds__(THREADS) sum_norm_silu(
        const uint4 *a, const uint4 *b, const uint4 *c, const uint4 *bias, const uint4 *gamma, uint4 *out, int from,
        int count, int vectors, int lanes, float eps) {
    rows<true, false, true>(a, b, c, bias, nullptr, gamma, out, from, count, vectors, lanes, eps);
}

extern "C" __global__ void __launch_bounds__(THREADS) sum_add(
        const uint4 *a, const uint4 *b, const uint4 *c, const uint4 *bias, const uint4 *x, uint4 *out, int count,
        int vectors, int lanes) {
    rows<true, true, false>(a, b, c, bias, x, nullptr, out, 0, count, vectors, lanes, 0);
}

// Each pixel four times: (frames, height, width, channels) becomes (frames, 2 height, 2 width, channels).
extern "C" __global__ void __launch_bounds__(THREADS) enlarge(
        const uint4 *__restrict__ x, uint4 *__restrict__ out, int count, int width, int vectors) {
    const long total = static_cast<long>(count) * vectors;
    const long lineAfter = 2L * width * vectors;
    for (long at = static_cast<long>(blockIdx.x) * THREADS + threadIdx.x; at < total;
         at += static_cast<long>(gridDim.x) * THREADS) {
        const long pixel = at / vectors;
        uint4 *to = out + (pixel / width * 2 * width + pixel % width) * 2 * vectors + at % vectors;
        const uint4 value = x[at];
        to[0] = value;
        to[vectors] = value;
        to[lineAfter] = value;
        to[lineAfter + vectors] = value;
    }
}
