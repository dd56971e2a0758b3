/**
 * English text becomes phonemes: what is written in figures, signs and abbreviations becomes words ({@code Wording}),
 * words become phonemes by a dictionary, by what they are made of, or by their letters ({@code Lexicon}), those that are
 * spelled alike and said differently by the words around them ({@code Heteronyms}).
 */
package dev.parley.speech.english;
