// Eight bfloat16 values at a time: 16 bytes.

typedef unsigned int u32;

struct Eight {
    float at[8];
};

__device__ __forceinline__ void unpack(uint4 v, float *out) {
    const u32 pairs[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
    for (int i = 0; i < 4; i++) {
        out[2 * i] = __uint_as_float(pairs[i] << 16);
        out[2 * i + 1] = __uint_as_float(pairs[i] & 0xffff0000u);
    }
}

__device__ __forceinline__ u32 pair(float low, float high) {
    u32 out;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(out) : "f"(high), "f"(low));
    return out;
}

__device__ __forceinline__ uint4 pack(const float *in) {
    return make_uint4(pair(in[0], in[1]), pair(in[2], in[3]), pair(in[4], in[5]), pair(in[6], in[7]));
}

// To bfloat16 and back.
__device__ __forceinline__ void roundAll(float *values) {
    unpack(pack(values), values);
}
