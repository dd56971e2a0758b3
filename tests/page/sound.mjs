// A voice as long as is asked for: syllables, so that a mouth has something to do.
const RATE = 16000;

export function voice(seconds) {
  const samples = Math.round(seconds * RATE);
  const wav = Buffer.alloc(44 + 2 * samples);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + 2 * samples, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(2 * RATE, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; i++) {
    const syllable = Math.max(0, Math.sin((2 * Math.PI * 3 * i) / RATE));
    wav.writeInt16LE(Math.round(9000 * syllable * Math.sin((2 * Math.PI * 180 * i) / RATE)), 44 + 2 * i);
  }
  return wav;
}
