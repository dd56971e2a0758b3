/**
 * LoRAs: small files that teach an open model another style or to need fewer steps. The paper: arXiv 2106.09685; the
 * dialect: {@code wan/wan_lora.py}.
 */
package dev.parley.multitalk.internal.lora;
