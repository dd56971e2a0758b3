package dev.parley.kit.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Decides which addresses a stranger may make us call. Private, local and special networks are refused, whatever the
 * name in the URL was; the caller must then connect to exactly the address that was checked.
 */
public final class AddressGuard {
    private final boolean allowPrivate;

    public AddressGuard(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /** A URL that may not be called. */
    public static final class RefusedException extends Exception {
        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Resolves the host of an absolute http(s) URL; every address of it must be public.
     *
     * @throws UnknownHostException if the name leads nowhere, now
     */
    public InetAddress check(URI uri) throws RefusedException, UnknownHostException {
        String scheme = uri.getScheme();
        if (uri.getHost() == null || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
            throw new RefusedException("an absolute http or https URL is expected, not '%s'".formatted(uri));
        }
        if (uri.getUserInfo() != null) {
            throw new RefusedException("the URL must not carry a user name");
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(uri.getHost());
        } catch (UnknownHostException e) {
            throw new UnknownHostException("the host '%s' is not known".formatted(uri.getHost()));
        }
        for (InetAddress address : addresses) {
            if (!allowPrivate && isSpecial(address)) {
                throw new RefusedException("the host '%s' has the address %s, which is not public"
                        .formatted(uri.getHost(), address.getHostAddress()));
            }
        }
        return addresses[0];
    }

    static boolean isSpecial(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        byte[] b = address.getAddress();
        return b.length == 4 ? isSpecial4(b[0] & 255, b[1] & 255, b[2] & 255) : isSpecial6(b);
    }

    private static boolean isSpecial4(int a, int b, int c) {
        return a == 0 // "this network"
                || a == 100 && b >= 64 && b < 128 // carrier NAT
                || a == 192 && b == 0 && (c == 0 || c == 2) // IETF assignments, documentation
                || a == 198 && (b == 18 || b == 19 || b == 51 && c == 100) // benchmarks, documentation
                || a == 203 && b == 0 && c == 113 // documentation
                || a >= 224; // multicast, reserved, broadcast
    }

    private static boolean isSpecial6(byte[] b) {
        boolean uniqueLocal = (b[0] & 0xfe) == 0xfc;
        // Addresses that carry an IPv4 address inside lead to wherever that one leads.
        boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
        boolean teredo = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0;
        boolean translated = b[0] == 0 && b[1] == 0x64;
        boolean compatible = b[0] == 0 && b[1] == 0 && b[2] == 0 && b[3] == 0;
        return uniqueLocal || sixToFour || teredo || translated || compatible;
    }
}
