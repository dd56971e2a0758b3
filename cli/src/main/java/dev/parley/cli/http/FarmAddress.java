package dev.parley.cli.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;

/**
 * A farm's address in a form that the JDK's client accepts. The client rejects host names with {@code _}, which are common in
 * container networks: such a farm is called by IP address, with its name in the Host header.
 */
final class FarmAddress {
    static {
        allowHostHeader();
    }

    private final URI farm;
    private final Names names;

    /** Looks up a host's address. */
    interface Names {
        InetAddress find(String host) throws UnknownHostException;
    }

    FarmAddress(URI farm, Names names) {
        this.farm = farm.toString().endsWith("/") ? farm : URI.create(farm + "/");
        this.names = names;
    }

    /** The JDK's client reads this once, when its classes are loaded. */
    static void allowHostHeader() {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    URI uri() {
        return farm;
    }

    HttpRequest.Builder call(String path) throws FarmUnreachableException {
        URI target = farm.resolve(path);
        if (target.getHost() != null) {
            return HttpRequest.newBuilder(target);
        }
        try {
            return HttpRequest.newBuilder(byAddress(target)).header("Host", target.getRawAuthority());
        } catch (IOException e) {
            throw new FarmUnreachableException(farm, e);
        }
    }

    private URI byAddress(URI target) throws IOException {
        if (!"http".equalsIgnoreCase(target.getScheme())) {
            throw new IOException(
                    "certificates cannot be verified for host names with '_'; use another name for the farm");
        }
        String authority = target.getRawAuthority();
        int colon = authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        InetAddress found = names.find(host);
        String address = found instanceof Inet6Address ? "[" + found.getHostAddress() + "]" : found.getHostAddress();
        return URI.create(
                target.toString().replaceFirst("//[^/?]*", "//" + address + authority.substring(host.length())));
    }
}
