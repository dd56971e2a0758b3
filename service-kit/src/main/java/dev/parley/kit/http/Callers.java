package dev.parley.kit.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may call a service, by the headers that browsers set and pages cannot: a farm need not ask for keys, and any web page
 * can make a browser call what the browser's machine can reach. {@code Host} is the name under which the caller knows
 * us; a foreign one is a page's own name that leads here. {@code Origin} is the page that makes the call. Callers that are no
 * browsers send no {@code Origin} and are not concerned.
 */
final class Callers {
    /** Allows everybody, for farms behind something that knows better. */
    static final String ANYBODY = "*";

    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[^]]*)?]|[^:\\[\\]]*)(?::([0-9]*))?");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    private final List<String> allowed;

    /** @param allowed host names, those below a name as {@code *.example.org}, {@code null} for pages without an origin */
    Callers(List<String> allowed) {
        this.allowed = allowed.stream()
                .map(name -> withoutDot(name.strip().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** These, and the host of a URL if there is one. */
    static Callers of(List<String> allowed, Optional<String> publicUrl) {
        List<String> names = new ArrayList<>(allowed);
        publicUrl.map(url -> host(originAuthority(url))).ifPresent(names::add);
        return new Callers(names);
    }

    /**
     * An address may always be called: nobody can make their own name out of it. So health checks and scrapes by address
     * work.
     *
     * @param authority the header's value; null where there is none, as in HTTP/1.0
     */
    boolean mayCall(String authority) {
        return authority == null || isAddress(host(authority)) || isAllowed(host(authority));
    }

    /**
     * @param origin the header's value; null where there is none
     * @param authority of the call: our own page may call us under whatever name it came from
     */
    boolean mayCallFrom(String origin, String authority) {
        if (origin == null) {
            return true;
        }
        String page = originAuthority(origin);
        return page.equalsIgnoreCase(authority) || isAllowed(host(page));
    }

    private boolean isAllowed(String host) {
        return allowed.contains(ANYBODY)
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || IPV4.matcher(host).matches() && host.startsWith("127.")
                || allowed.stream().anyMatch(name -> fits(name, host));
    }

    private static boolean fits(String name, String host) {
        return name.startsWith("*.") ? host.endsWith(name.substring(1)) : name.equals(host);
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || IPV4.matcher(host).matches();
    }

    /** {@code null}, which browsers send for pages without an origin, is what it is. */
    private static String originAuthority(String origin) {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority == null ? origin : authority;
        } catch (URISyntaxException e) {
            return origin;
        }
    }

    /** Lower case, without a port; what is no authority is no host, and not allowed. */
    private static String host(String authority) {
        Matcher parts = AUTHORITY.matcher(authority.strip());
        return parts.matches() ? withoutDot(parts.group(1).toLowerCase(Locale.ROOT)) : "";
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
