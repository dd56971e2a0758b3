/**
 * The image tower of open-clip's ViT-H/14 (XLM-RoBERTa), which shows the picture to the transformer as tokens. Method:
 * Radford et al. 2021, <a href="https://arxiv.org/abs/2103.00020">arXiv:2103.00020</a>; layout as in Wan 2.1's
 * {@code clip.py}.
 */
package dev.parley.multitalk.internal.clip;
