/**
 * From a prompt to what the transformer reads of it: cleaning, pieces, and the umT5-XXL encoder. Method: Raffel et al.
 * 2020, <a href="https://arxiv.org/abs/1910.10683">arXiv:1910.10683</a>, and Chung et al. 2023 (umT5),
 * <a href="https://arxiv.org/abs/2304.09151">arXiv:2304.09151</a>; layout as in Wan 2.1's {@code t5.py}.
 */
package dev.parley.multitalk.internal.text;
