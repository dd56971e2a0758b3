package dev.parley.cli.request;

import static java.util.Map.entry;

import dev.parley.contracts.RequestField;
import dev.parley.contracts.RequestFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The names that people know the options by, from the reference's command line and older tools, under today's names.
 * Underscores count as dashes. Here are those that mean more than another name does: the other ones stand beside the fields,
 * in the schema and in {@link RequestOptions}. What says where a model lies or over how many GPUs it is spread is taken and not used:
 * the farm decides that.
 */
public final class KnownNames {
    /** What becomes of an option. */
    @FunctionalInterface
    private interface Meaning {
        void say(Typed typed);
    }

    private static final int SEEDS = 100_000_000;

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            entry("--output-path", named("--output")),
            entry("--save-file", KnownNames::saveFile),
            entry("--input-json", named("--request")),
            entry("--base-seed", KnownNames::seed),
            entry("--use-lora", typed -> choice(typed, "preset", "use_lora", "--lora")),
            entry("--lora-dir", KnownNames::loras),
            entry("--lora-scale", typed -> each(typed, "--lora-scale")),
            entry("--use-quantization", typed -> choice(typed, "quantization", "use_quantization", "--quantization")),
            entry("--num-persistent-param-in-dit", KnownNames::lowVram),
            entry("--task", Typed::unused),
            entry("--ckpt-dir", Typed::unused),
            entry("--quant-dir", Typed::unused),
            entry("--wav2vec-dir", Typed::unused),
            entry("--audio-save-dir", Typed::unused),
            entry("--audio-mode", Typed::unused),
            entry("--offload-model", Typed::unused),
            entry("--ulysses-size", Typed::unused),
            entry("--ring-size", Typed::unused),
            entry("--t5-cpu", Typed::unused),
            entry("--t5-fsdp", Typed::unused),
            entry("--dit-fsdp", Typed::unused));

    /**
     * {@code args} in today's names. What is no option, and everything after {@code --}, stays as it is; so does an
     * option that nobody knows, so that the complaint of it shows what was typed.
     *
     * @param options all that {@code parley} knows
     */
    public static TodaysNames toTodays(Set<String> options, String... args) {
        Typed typed = new Typed(List.of(args));
        while (typed.hasMore()) {
            String word = typed.next();
            if (word.equals("--")) {
                typed.rest();
            } else if (word.startsWith("--")) {
                option(options, typed);
            } else {
                typed.asItIs();
            }
        }
        return typed.today();
    }

    private static void option(Set<String> options, Typed typed) {
        String name = typed.nameInDashes();
        Meaning meaning = MEANINGS.get(name);
        if (meaning != null) {
            meaning.say(typed);
        } else if (options.contains(name)) {
            typed.option(name);
        } else if (OfFields.NAMES.containsKey(name)) {
            typed.option(OfFields.NAMES.get(name));
        } else {
            typed.asItIs();
        }
    }

    /** Read from the schema when the first name is met that is no option. */
    private static final class OfFields {
        static final Map<String, String> NAMES = OptionFields.knownNames();
    }

    private static Meaning named(String today) {
        return typed -> typed.option(today);
    }

    /** The reference adds the extension itself. */
    private static void saveFile(Typed typed) {
        typed.optionWith("--output", file -> file.toLowerCase(Locale.ROOT).endsWith(".mp4") ? file : file + ".mp4");
    }

    /** To the reference a negative one is any. */
    private static void seed(Typed typed) {
        typed.optionWith(
                "--seed",
                seed -> seed.matches("-\\d+")
                        ? Integer.toString(ThreadLocalRandom.current().nextInt(SEEDS))
                        : seed);
    }

    /** A switch that may have a value: one that {@code path} may have, on or off, or else what {@code other} takes. */
    private static void choice(Typed typed, String path, String name, String other) {
        RequestField field = RequestFields.find(path).orElseThrow();
        String today = OptionFields.optionOf(path).orElseThrow();
        String value = typed.optionalValue();
        if (value == null || value.equalsIgnoreCase("true")) {
            typed.add(today, field.referenceSwitches().get(name));
        } else if (!value.equalsIgnoreCase("false")) {
            typed.add(field.values().contains(value) ? today : other, value);
        }
    }

    private static void each(Typed typed, String today) {
        List<String> values = typed.values();
        if (values.isEmpty()) {
            typed.option(today);
        }
        values.forEach(value -> typed.add(today, value));
    }

    /** Beside LoRAs, the reference takes whole models in eight bits here, with a preset's LoRA melted into them. */
    private static void loras(Typed typed) {
        List<String> values = typed.values();
        if (values.isEmpty()) {
            typed.option("--lora");
        }
        for (String file : values) {
            if (file.matches("(?i).*quant_model_(int8|fp8)_fusionx(\\.safetensors)?")) {
                typed.add("--preset", "fusionx");
            } else {
                typed.add("--lora", file);
            }
        }
    }

    /** How many parameters stay on the GPU, the farm finds out; that few should, it wants to know. */
    private static void lowVram(Typed typed) {
        String many = typed.optionalValue();
        typed.add("--low-vram", null);
        if (many != null && !many.equals("0")) {
            typed.unused();
        }
    }

    private KnownNames() {}
}
