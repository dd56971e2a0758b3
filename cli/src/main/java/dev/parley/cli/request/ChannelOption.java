package dev.parley.cli.request;

import picocli.CommandLine.ITypeConverter;

/** A channel's number as such; what is neither number nor name is refused where every request is. */
final class ChannelOption implements ITypeConverter<Object> {
    @Override
    public Object convert(String typed) {
        return typed.matches("[0-9]{1,4}") ? (Object) Integer.valueOf(typed) : typed;
    }
}
