/**
 * Speech features for each video frame: wav2vec2-base with its steps resampled to the frame rate before the transformer.
 * Method: Baevski et al. 2020, <a href="https://arxiv.org/abs/2006.11477">arXiv:2006.11477</a>; layout as in
 * Hugging Face's wav2vec2, resampling as in MultiTalk's {@code src/audio_analysis/wav2vec2.py}.
 */
package dev.parley.multitalk.internal.wav2vec2;
