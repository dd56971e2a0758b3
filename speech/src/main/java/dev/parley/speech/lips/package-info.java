/** What the mouth does while phonemes are said: multitalk-tiny was trained on it, pantomime draws by it, videos are judged by it. */
package dev.parley.speech.lips;
