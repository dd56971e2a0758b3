/* Says a text with espeak-ng: a WAV file, and when each phoneme begins.
 *
 *     cc -o speak speak.c -lespeak-ng
 *     ./speak NAME VOICE RATE PITCH RANGE TEXT      writes NAME.wav and NAME.phonemes
 *
 * NAME.phonemes has a line for each phoneme: its beginning in milliseconds, a tab, its IPA name (empty for a pause). */
#include <espeak-ng/speak_lib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int16_t *sound;
static size_t count;
static FILE *phonemes;

static int said(short *block, int length, espeak_EVENT *event) {
    if (block != NULL && length > 0) {
        sound = realloc(sound, (count + length) * sizeof *sound);
        memcpy(sound + count, block, length * sizeof *sound);
        count += length;
    }
    for (; event->type != espeakEVENT_LIST_TERMINATED; event++) {
        if (event->type == espeakEVENT_PHONEME) {
            fprintf(phonemes, "%d\t%.8s\n", event->audio_position, event->id.string);
        }
    }
    return 0;
}

static void put(FILE *file, uint32_t value, int bytes) {
    for (; bytes > 0; bytes--, value >>= 8) {
        fputc(value & 0xff, file);
    }
}

static void wav(FILE *file, int rate) {
    uint32_t bytes = count * sizeof *sound;
    fputs("RIFF", file);
    put(file, 36 + bytes, 4);
    fputs("WAVEfmt ", file);
    put(file, 16, 4);
    put(file, 1, 2); /* PCM */
    put(file, 1, 2); /* channel */
    put(file, rate, 4);
    put(file, rate * 2, 4);
    put(file, 2, 2);
    put(file, 16, 2);
    fputs("data", file);
    put(file, bytes, 4);
    for (size_t i = 0; i < count; i++) {
        put(file, (uint16_t) sound[i], 2);
    }
}

static FILE *open_as(const char *name, const char *ending) {
    char path[4096];
    snprintf(path, sizeof path, "%s%s", name, ending);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

int main(int args, char **arg) {
    if (args != 7) {
        fputs("usage: speak NAME VOICE RATE PITCH RANGE TEXT\n", stderr);
        return 2;
    }
    int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL, espeakINITIALIZE_PHONEME_EVENTS | espeakINITIALIZE_PHONEME_IPA);
    if (rate < 0 || espeak_SetVoiceByName(arg[2]) != EE_OK) {
        fprintf(stderr, "espeak-ng has no voice %s\n", arg[2]);
        return 1;
    }
    espeak_SetSynthCallback(said);
    espeak_SetParameter(espeakRATE, atoi(arg[3]), 0);
    espeak_SetParameter(espeakVOLUME, 100, 0);
    espeak_SetParameter(espeakPITCH, atoi(arg[4]), 0);
    espeak_SetParameter(espeakRANGE, atoi(arg[5]), 0);
    phonemes = open_as(arg[1], ".phonemes");
    espeak_Synth(arg[6], strlen(arg[6]) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, NULL);
    espeak_Synchronize();
    fclose(phonemes);
    FILE *file = open_as(arg[1], ".wav");
    wav(file, rate);
    return fclose(file) == 0 ? 0 : 1;
}
