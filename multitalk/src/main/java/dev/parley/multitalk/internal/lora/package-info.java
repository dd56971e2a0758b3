/**
 * LoRAs: small files that give an open model another style, or let it work with fewer steps. The paper: arXiv 2106.09685; the
 * format: {@code wan/wan_lora.py}.
 */
package dev.parley.multitalk.internal.lora;
