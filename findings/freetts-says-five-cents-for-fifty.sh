#!/usr/bin/env bash
# FreeTTS 1.2.2 (net.sf.sociaal:freetts 1.2.2), voice kevin16
#
# Question: how does the engine read sums of money with one or three digits after the point, as programs print them?
# A guess: $5.5 as five dollars fifty cents, or at least "five point five dollars"; it gets $5.50 right.
# What happens: one digit is taken for a number of cents: $5.5 and $5.05 are spoken alike, and $0.5 is five cents.
#   Three digits are read as a decimal fraction, so the same sum is right as $5.500. Plain numbers have a sibling:
#   0042 keeps its first zero as a thousand.
#
# Output seen:
#   $5.50: five dollars fifty cents
#   $5.05: five dollars five cents
#   $5.5: five dollars five cents
#   $0.5: zero dollars five cents
#   $5.500: five point five zero zero dollars
#   $5.5 million: five point five million dollars
#   0042: zero thousand forty two

. "$(dirname "$0")/fetch.sh"
maven net.sf.sociaal:freetts:1.2.2

cat > Words.java <<'JAVA'
import com.sun.speech.freetts.Item;
import com.sun.speech.freetts.Relation;
import com.sun.speech.freetts.Utterance;
import com.sun.speech.freetts.UtteranceProcessor;
import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.VoiceManager;
import com.sun.speech.freetts.audio.NullAudioPlayer;
import java.util.StringJoiner;

/** Prints the words that the voice speaks for each argument. */
class Words implements UtteranceProcessor {
  private StringJoiner words = new StringJoiner(" ");

  @Override
  public void processUtterance(Utterance utterance) {
    for (Item word = utterance.getRelation(Relation.WORD).getHead(); word != null; word = word.getNext()) {
      words.add(word.toString());
    }
  }

  @SuppressWarnings("unchecked")
  public static void main(String[] args) {
    System.setProperty("freetts.voices", "com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory");
    Voice voice = VoiceManager.getInstance().getVoice("kevin16");
    voice.setAudioPlayer(new NullAudioPlayer());
    voice.allocate();
    Words heard = new Words();
    voice.getUtteranceProcessors().add(heard);
    for (String text : args) {
      heard.words = new StringJoiner(" ");
      voice.speak(text);
      System.out.println(text + ": " + heard.words);
    }
    voice.deallocate();
  }
}
JAVA
java -cp "lib/*" Words.java '$5.50' '$5.05' '$5.5' '$0.5' '$5.500' '$5.5 million' 0042 | tee seen

sed -n 's/^#   \(\$[0-9.]*\|\$5.5 million\|0042\): /\1: /p' "$here/$(basename "$0")" > wanted
cmp -s wanted seen || changed "what is said"
