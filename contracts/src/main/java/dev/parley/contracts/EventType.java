package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The {@code type} of a {@link CloudEvent} for each kind of {@link JobEvent}, as the sealed interface lists them. */
final class EventType extends TypeIdResolverBase {
    private static final Map<String, Class<? extends JobEvent>> TYPES = Arrays.stream(
                    JobEvent.class.getPermittedSubclasses())
            .<Class<? extends JobEvent>>map(type -> type.asSubclass(JobEvent.class))
            .collect(Collectors.toUnmodifiableMap(EventType::of, Function.identity()));

    /** As {@code dev.parley.job.accepted}. */
    static String of(Class<? extends JobEvent> type) {
        return CloudEvent.TYPE_PREFIX + JobEvent.name(type);
    }

    @Override
    public String idFromValue(Object event) {
        return CloudEvent.TYPE_PREFIX + ((JobEvent) event).name();
    }

    @Override
    public String idFromValueAndType(Object event, Class<?> suggested) {
        return idFromValue(event);
    }

    @Override
    public JavaType typeFromId(DatabindContext context, String id) throws InvalidTypeIdException {
        Class<? extends JobEvent> type = TYPES.get(id);
        if (type == null) {
            throw new InvalidTypeIdException(
                    null, "'%s' is no type of event".formatted(id), context.constructType(JobEvent.class), id);
        }
        return context.constructType(type);
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
        return JsonTypeInfo.Id.CUSTOM;
    }
}
