// Rows of one head, HEAD values each, turned by a Hadamard matrix: products of two rows stay, and a few large channels
// spread over all (QuaRot, arXiv 2404.00456).

// Channels of a row that lie together in a lane, and the lanes of a row.
constexpr int EACH = 16;
constexpr int LANES = HEAD / EACH;

// A row, of which each lane has EACH channels, times the Hadamard matrix: longer by sqrt(HEAD).
__device__ __forceinline__ void turn(float *row) {
#pragma unroll
    for (int distance = 1; distance < EACH; distance *= 2) {
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            if (!(i & distance)) {
                const float a = row[i], b = row[i + distance];
                row[i] = a + b;
                row[i + distance] = a - b;
            }
        }
    }
#pragma unroll
    for (int distance = 1; distance < LANES; distance *= 2) {
        const float sign = threadIdx.x & distance ? -1.0f : 1.0f;
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            row[i] = fmaf(sign, row[i], __shfl_xor_sync(~0u, row[i], distance));
        }
    }
}
