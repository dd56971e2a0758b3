package dev.parley.kit.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Decides which addresses a stranger may make us call. Private, local and special networks are refused, whatever the
 * name in the URL was; the caller must then connect to exactly the addresses that were checked.
 */
public final class AddressGuard {
    private final boolean allowPrivate;

    public AddressGuard(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /** A URL that may not be called. */
    public static final class RefusedException extends IOException {
        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Resolves a host, a name or an address in any form; every address of it must be allowed.
     *
     * @throws UnknownHostException if the name leads nowhere, now
     */
    public List<InetAddress> check(String host) throws RefusedException, UnknownHostException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new UnknownHostException("unknown host '%s'".formatted(host));
        }
        for (InetAddress address : addresses) {
            if (isCloudMetadata(address)) {
                throw refused(host, address, "is a cloud metadata address");
            }
            if (!allowPrivate && isSpecial(address)) {
                throw refused(host, address, "is not public");
            }
        }
        return List.of(addresses);
    }

    private static RefusedException refused(String host, InetAddress address, String why) {
        return new RefusedException(
                "the host '%s' has the address %s, which %s".formatted(host, address.getHostAddress(), why));
    }

    /** Where clouds hand credentials to their machines. Nobody has inputs or webhooks there, private or not. */
    static boolean isCloudMetadata(InetAddress address) {
        return switch (address.getHostAddress()) {
            case "169.254.169.254", "169.254.170.2", "169.254.170.23" -> true; // most clouds; containers on AWS
            case "fd00:ec2:0:0:0:0:0:254", "fd00:ec2:0:0:0:0:0:23" -> true; // AWS
            case "100.100.100.200", "192.0.0.192", "168.63.129.16" -> true; // Alibaba, Oracle, Azure
            default -> false;
        };
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
                || a == 192 && b == 88 && c == 99 // relays of 6to4
                || a == 198 && (b == 18 || b == 19 || b == 51 && c == 100) // benchmarks, documentation
                || a == 203 && b == 0 && c == 113 // documentation
                || a >= 224; // multicast, reserved, broadcast
    }

    private static boolean isSpecial6(byte[] b) {
        // Only this eighth is given out. The rest holds unique local addresses, and those with an IPv4 address inside
        // (mapped, compatible, translated), which lead to wherever that one leads.
        boolean globalUnicast = (b[0] & 0xe0) == 0x20;
        boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
        boolean protocols = b[0] == 0x20 && b[1] == 0x01 && (b[2] & 0xfe) == 0; // Teredo, ORCHID and such
        boolean documentation = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0d && (b[3] & 255) == 0xb8
                || b[0] == 0x3f && (b[1] & 255) == 0xff && (b[2] & 0xf0) == 0;
        return !globalUnicast || sixToFour || protocols || documentation;
    }
}
