package dev.parley.cli.request;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The field of a request that an option of {@link RequestOptions} sets. The request, the names in messages, the names that
 * the reference has for it and, where the option has no description of its own, the help follow from it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Field {
    /** As {@code sampling.steps}, or {@code speakers[].audio} for an option that is given once per speaker. */
    String value();

    /** The field of each speaker that it sets where it is given more than once; empty where that is nothing else. */
    String ofEach() default "";

    /** Names that people know the option by and that the schema does not have, as {@code --audio-path}. */
    String[] knownAs() default {};
}
