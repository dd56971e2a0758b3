/**
 * Text becomes sound here: who can speak ({@link dev.parley.speech.Voices}), what can be said
 * ({@link dev.parley.speech.SayableText}), and when each word and phoneme is heard ({@link dev.parley.speech.SpokenSentence}).
 * Knows nothing of jobs, and opens no audio device.
 */
package dev.parley.speech;
