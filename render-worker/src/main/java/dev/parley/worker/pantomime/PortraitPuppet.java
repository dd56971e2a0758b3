package dev.parley.worker.pantomime;

import dev.parley.media.Picture;
import dev.parley.worker.render.Region;
import java.util.Arrays;

/**
 * A photographed face, made movable. Each pixel of a frame asks where in the still picture it comes from: the head as a
 * whole goes a little way, the chin and the lower lip go down, lids close. Where the lips part, the inside of the mouth is
 * drawn. All ways fade to nothing before the edge of the head's region, so there is no seam.
 */
final class PortraitPuppet {
    /** In distances between the eyes. */
    private static final double HEAD_WIDE = 1.75;

    private static final double HEAD_HIGH = 2.3;
    private static final double CHIN = 0.8;
    private static final double NECK = 1.6;
    private static final double JAW = 0.5;
    private static final double CHEEK = 1.02;
    private static final double NOD = 0.035;
    private static final double SWAY = 0.025;
    private static final double TILT = 0.012;
    /** In widths of the mouth. */
    private static final double WIDE_OPEN = 0.4;

    /** Between the lips while the lower one touches the teeth. */
    private static final double BITE = 0.1;

    private static final double RISE = 0.16;
    private static final double ROUNDED = 0.2;
    private static final double SPREAD = 0.07;

    private static final int HEAD = 1;
    private static final int MOUTH = 2;
    private static final int EYE = 3;

    private final Portrait face;
    private final double unit;
    private final int width;
    private final int height;
    private final long[] still;
    private final int left;
    private final int top;
    private final int columns;
    private final int rows;
    private final int[] from;
    private final int[] to;
    /** How much of the head's way a pixel goes along, 0 to 256. */
    private final short[] head;

    private final byte[] part;
    private final MouthInside inside;

    PortraitPuppet(Picture picture, Region region, Portrait face) {
        this.face = face;
        unit = face.unit();
        width = picture.width();
        height = picture.height();
        still = lanes(picture.rgb());
        inside = new MouthInside(face);
        double middleX = middleX();
        double middleY = middleY();
        left = (int) Math.max(region.left(), middleX - HEAD_WIDE * unit);
        top = (int) Math.max(0, middleY - HEAD_HIGH * unit);
        columns = Math.max(0, (int) Math.min(region.right(), middleX + HEAD_WIDE * unit) - left);
        rows = Math.max(0, (int) Math.min(height, middleY + HEAD_HIGH * unit) - top);
        head = new short[columns * rows];
        part = new byte[columns * rows];
        from = new int[rows];
        to = new int[rows];
        Arrays.fill(from, columns);
        weigh(region);
    }

    private double middleX() {
        return (face.leftEye().x() + face.rightEye().x() + 2 * face.mouth().x()) / 4;
    }

    private double middleY() {
        return (face.leftEye().y() + face.rightEye().y() + 2 * face.mouth().y()) / 4;
    }

    /** A pixel per long, a channel per 16 bits: three products at once. */
    private static long[] lanes(byte[] rgb) {
        long[] lanes = new long[rgb.length / 3];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = rgb[3 * i] & 0xffL | (rgb[3 * i + 1] & 0xffL) << 16 | (rgb[3 * i + 2] & 0xffL) << 32;
        }
        return lanes;
    }

    private void weigh(Region region) {
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                double dx = (left + x - middleX()) / (HEAD_WIDE * unit);
                double dy = (top + y - middleY()) / (HEAD_HIGH * unit);
                double edge = Math.min(
                        edge(left + x - region.left(), region.left() > 0),
                        edge(region.right() - 1 - left - x, region.right() < width));
                double weight = slope(2.2 * (1 - Math.sqrt(dx * dx + dy * dy))) * edge;
                int at = y * columns + x;
                head[at] = (short) Math.round(256 * weight);
                if (head[at] != 0) {
                    from[y] = Math.min(from[y], x);
                    to[y] = x + 1;
                    part[at] = (byte) part(left + x, top + y);
                }
            }
        }
    }

    /** The head does not move over to a neighbor; the edge of the picture is no neighbor. */
    private double edge(double distance, boolean neighbor) {
        return neighbor ? slope(distance / (0.4 * unit)) : 1;
    }

    private int part(double x, double y) {
        double u = u(x, y);
        double v = v(x, y);
        double reach = (CHEEK + 0.1) * unit;
        if (Math.abs(u) < reach && v > -0.5 * unit && v < (NECK + 0.1) * unit) {
            return MOUTH;
        }
        return face.eyesOpen() && (isEye(x, y, face.leftEye()) || isEye(x, y, face.rightEye())) ? EYE : HEAD;
    }

    private boolean isEye(double x, double y, Portrait.Point eye) {
        return Math.abs(x - eye.x()) < 0.42 * unit && Math.abs(y - eye.y()) < 0.42 * unit;
    }

    private double u(double x, double y) {
        return (x - face.mouth().x()) * face.cosine() + (y - face.mouth().y()) * face.sine();
    }

    private double v(double x, double y) {
        return (y - face.mouth().y()) * face.cosine() - (x - face.mouth().x()) * face.sine();
    }

    static double slope(double t) {
        double within = Math.max(0, Math.min(1, t));
        return within * within * (3 - 2 * within);
    }

    /** @param frame bytes of the still picture, over which the face is drawn */
    void draw(Pose pose, byte[] frame) {
        if (pose.equals(Pose.STILL)) {
            return;
        }
        Warp warp = new Warp(pose);
        for (int y = 0; y < rows; y++) {
            for (int x = from[y]; x < to[y]; x++) {
                int at = y * columns + x;
                int weight = head[at];
                if (weight == 0) {
                    continue;
                }
                // 1/256 pixels
                int sourceX =
                        ((left + x) << 8) - (weight * (warp.goX - warp.turn * (top + y - warp.centerY) / 256) >> 8);
                int sourceY =
                        ((top + y) << 8) - (weight * (warp.goY + warp.turn * (left + x - warp.centerX) / 256) >> 8);
                int to = ((top + y) * width + left + x) * 3;
                switch (part[at]) {
                    case MOUTH -> warp.mouth(sourceX, sourceY, weight, frame, to);
                    case EYE -> warp.eye(sourceX, sourceY, frame, to);
                    default -> sample(sourceX, sourceY, frame, to);
                }
            }
        }
    }

    /** Writes the color at a place of the still picture, in 1/256 pixels. */
    private void sample(int x, int y, byte[] frame, int to) {
        long color = color(x, y);
        frame[to] = (byte) (color >>> 8);
        frame[to + 1] = (byte) (color >>> 24);
        frame[to + 2] = (byte) (color >>> 40);
    }

    /** Bilinear, with sixteen steps between two pixels; channels in the upper halves of their 16 bits. */
    private long color(int x, int y) {
        int column = Math.max(0, Math.min(width - 2, x >> 8));
        int row = Math.max(0, Math.min(height - 2, y >> 8));
        int right = Math.max(0, Math.min(16, x - (column << 8) + 8 >> 4));
        int below = Math.max(0, Math.min(16, y - (row << 8) + 8 >> 4));
        int at = row * width + column;
        return still[at] * ((16 - right) * (16 - below))
                + still[at + 1] * (right * (16 - below))
                + still[at + width] * ((16 - right) * below)
                + still[at + width + 1] * (right * below);
    }

    /** A pose in numbers of this face. */
    private final class Warp {
        final int goX;
        final int goY;
        /** 1/65536 pixels per pixel. */
        final int turn;

        final int centerX = (int) middleX();
        final int centerY = (int) (middleY() + unit);
        /** Where the lower lip's edge is, in the middle of the mouth, below the line; pixels. */
        final double lower;

        final double upper;
        final double stretch;
        final double blink;
        final double bite;
        final double half = face.mouthWidth() / 2;

        Warp(Pose pose) {
            goX = (int) Math.round(256 * SWAY * unit * pose.sway());
            goY = (int) Math.round(256 * NOD * unit * pose.nod());
            turn = (int) Math.round(65536 * TILT * pose.tilt());
            double wanted = face.mouthWidth() * (WIDE_OPEN * pose.open() + BITE * pose.bite());
            lower = pose.speaking() * (wanted - face.gap());
            upper = -RISE * Math.max(0, lower);
            stretch = pose.wide() * (pose.wide() < 0 ? ROUNDED : SPREAD) * pose.speaking();
            blink = pose.blink();
            bite = pose.bite();
        }

        /** Lips and chin. */
        void mouth(int x, int y, int weight, byte[] frame, int to) {
            double px = x / 256.0;
            double py = y / 256.0;
            double u = u(px, py);
            double along = Math.max(-0.5 * unit, Math.min(0.5 * unit, u));
            double v = v(px, py) - face.slant() * along - face.bend() * along * along / unit;
            double near = Math.abs(v) < 0.55 * unit ? 1 - v * v / (0.3025 * unit * unit) : 0;
            double beside = Math.max(0, 1 - u * u / (unit * unit));
            double squeezed = u * (1 - stretch * near * near * beside * beside);
            double across = squeezed / half;
            double arch = Math.max(0, 1 - across * across);
            double lip = arch * (1.3 - 0.3 * arch);
            double lowerEdge = lower * lip;
            double upperEdge = upper * lip;
            double source = v;
            if (v >= lowerEdge) {
                double down = slope((v - lowerEdge) / (0.55 * unit));
                double jaw = 0.8 * slope((CHEEK - Math.abs(u) / unit) / (CHEEK - JAW));
                double fall = slope((NECK - v / unit) / (NECK - CHIN));
                source = v - lower * (lip + (jaw - lip) * down) * fall;
            } else if (v <= upperEdge) {
                source = v - upperEdge * slope(1 + (v - upperEdge) / (0.4 * unit));
            }
            double fade = weight / 256.0;
            double du = (squeezed - u) * fade;
            double dv = (source - v) * fade;
            int sx = x + (int) Math.round(256 * (du * face.cosine() - dv * face.sine()));
            int sy = y + (int) Math.round(256 * (dv * face.cosine() + du * face.sine()));
            double depth = Math.min(v - upperEdge, lowerEdge - v) + 0.5;
            if (depth <= 0 || lowerEdge <= upperEdge) {
                sample(sx, sy, frame, to);
                return;
            }
            if (depth < 1) {
                sample(sx, sy, frame, to);
            }
            inside.draw(across, v - upperEdge, lowerEdge - upperEdge, bite, Math.min(1, depth), frame, to);
        }

        /** The upper lid's skin comes down over the eye. */
        void eye(int x, int y, byte[] frame, int to) {
            if (blink <= 0) {
                sample(x, y, frame, to);
                return;
            }
            double px = x / 256.0;
            double py = y / 256.0;
            Portrait.Point eye = px < (face.leftEye().x() + face.rightEye().x()) / 2 ? face.leftEye() : face.rightEye();
            double u = ((px - eye.x()) * face.cosine() + (py - eye.y()) * face.sine()) / unit;
            double v = ((py - eye.y()) * face.cosine() - (px - eye.x()) * face.sine()) / unit;
            double across = u / 0.33;
            double arch = Math.max(0, 1 - across * across);
            double lid = -0.11 * arch - 0.01;
            double edge = lid + (0.07 * arch - lid) * blink * slope(3 * arch);
            double anchor = -0.3;
            if (v >= edge || v <= anchor || arch == 0) {
                sample(x, y, frame, to);
                return;
            }
            double source = anchor + (v - anchor) * (lid - anchor) / (edge - anchor);
            double dv = (source - v) * unit;
            sample(
                    x - (int) Math.round(256 * dv * face.sine()),
                    y + (int) Math.round(256 * dv * face.cosine()),
                    frame,
                    to);
        }
    }
}
