// Floats of eight bits (E4M3, arXiv 2209.05433), which GPUs have from compute capability 8.9 on.

typedef unsigned short u16;

#if __CUDA_ARCH__ >= 890
// Two of them; what is larger than 448 becomes 448.
__device__ __forceinline__ u32 eighths(float low, float high) {
    u16 out;
    asm("cvt.rn.satfinite.e4m3x2.f32 %0, %1, %2;" : "=h"(out) : "f"(high), "f"(low));
    return out;
}
#endif
