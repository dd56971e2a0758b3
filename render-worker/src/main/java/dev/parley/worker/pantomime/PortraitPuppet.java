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
    /** Above an eye: what a lid does not move. */
    private static final double BROW = -0.2;

    private static final double LASHES = 0.5;
    /** In widths of the mouth. */
    private static final double WIDE_OPEN = 0.4;

    /** Between the lips while the lower one touches the teeth. */
    private static final double BITE = 0.1;

    private static final double RISE = 0.16;
    /** What the upper lip covers of an open mouth of the picture that closes; the lower one covers the rest. */
    private static final double COVERED = 0.4;

    private static final double FLAT = 0.4;
    private static final double LINE = 0.8;
    private static final double SOFT = 0.04;
    private static final double ROUNDED = 0.26;
    private static final double SPREAD = 0.07;

    private static final int HEAD = 1;
    private static final int MOUTH = 2;
    private static final int EYE = 3;

    private final Portrait face;
    private final double unit;
    private final double cosine;
    private final double sine;
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
    /** How far each column of the head goes down in a frame; 1/256 pixels. */
    private final int[] goY;

    private final MouthInside inside;

    PortraitPuppet(Picture picture, Region region, Portrait face) {
        this.face = face;
        unit = face.unit();
        cosine = face.cosine();
        sine = face.sine();
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
        goY = new int[columns];
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
        if (Math.abs(u) < reach && v > -0.85 * unit && v < (NECK + 0.1) * unit) {
            return MOUTH;
        }
        return face.eyesOpen() && (isEye(x, y, face.leftEye()) || isEye(x, y, face.rightEye())) ? EYE : HEAD;
    }

    private boolean isEye(double x, double y, Portrait.Point eye) {
        return Math.abs(x - eye.x()) < 0.42 * unit && Math.abs(y - eye.y()) < 0.42 * unit;
    }

    private double u(double x, double y) {
        return (x - face.mouth().x()) * cosine + (y - face.mouth().y()) * sine;
    }

    private double v(double x, double y) {
        return (y - face.mouth().y()) * cosine - (x - face.mouth().x()) * sine;
    }

    static double slope(double t) {
        if (t <= 0) {
            return 0;
        }
        return t >= 1 ? 1 : t * t * (3 - 2 * t);
    }

    /** @param frame bytes of the still picture, over which the face is drawn */
    void draw(Pose pose, byte[] frame) {
        if (pose.equals(Pose.STILL)) {
            return;
        }
        Warp warp = new Warp(pose);
        for (int x = 0; x < columns; x++) {
            goY[x] = warp.goY + warp.turn * (left + x - warp.centerX) / 256;
        }
        for (int y = 0; y < rows; y++) {
            int goX = warp.goX - warp.turn * (top + y - warp.centerY) / 256;
            for (int x = from[y]; x < to[y]; x++) {
                int at = y * columns + x;
                int weight = head[at];
                if (weight == 0) {
                    continue;
                }
                // 1/256 pixels
                int sourceX = ((left + x) << 8) - (weight * goX >> 8);
                int sourceY = ((top + y) << 8) - (weight * goY[x] >> 8);
                int to = ((top + y) * width + left + x) * 3;
                switch (part[at]) {
                    case MOUTH -> {
                        if (warp.talks) {
                            warp.mouth(sourceX, sourceY, weight, frame, to);
                        } else {
                            sample(sourceX, sourceY, frame, to);
                        }
                    }
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
        long above = still[at] * (16 - right) + still[at + 1] * right;
        long under = still[at + width] * (16 - right) + still[at + width + 1] * right;
        return above * (16 - below) + under * below;
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
        /** How far the upper lip comes down over an open mouth of the picture that closes; pixels. */
        final double cover;
        /** How dark the line is at which an open mouth of the picture has closed, 0 to 1. */
        final double line;

        final double stretch;
        final double blink;
        final double bite;
        final boolean talks;
        final double half = face.mouthWidth() / 2;
        /** Divisions take time. */
        final double perHalf = 1 / half;

        final double perLength = 1 / unit;
        /** Beyond the corners the line between the lips bends no further. */
        final double reach = Math.min(0.5 * unit, 1.1 * half);
        /** Of the edges of what is drawn; pixels. */
        final double soft = Math.max(1, SOFT * face.mouthWidth());

        Warp(Pose pose) {
            goX = (int) Math.round(256 * SWAY * unit * pose.sway());
            goY = (int) Math.round(256 * NOD * unit * pose.nod());
            turn = (int) Math.round(65536 * TILT * pose.tilt());
            double wanted = face.mouthWidth() * (WIDE_OPEN * pose.open() + BITE * pose.bite());
            double further = pose.speaking() * (wanted - face.gap());
            lower = further > 0 ? further : (1 - COVERED) * further;
            upper = -RISE * Math.max(0, lower);
            cover = COVERED * Math.max(0, -further);
            line = cover == 0 ? 0 : LINE * slope(1 - (face.gap() + further) / (0.06 * face.mouthWidth()));
            stretch = pose.wide() * (pose.wide() < 0 ? ROUNDED : SPREAD) * pose.speaking();
            blink = pose.blink();
            bite = pose.bite();
            talks = pose.speaking() > 0;
        }

        /** Lips and chin. */
        void mouth(int x, int y, int weight, byte[] frame, int to) {
            double px = x * (1 / 256.0);
            double py = y * (1 / 256.0);
            double u = u(px, py);
            double along = u < -reach ? -reach : u > reach ? reach : u;
            double v = v(px, py) - face.slant() * along - face.bend() * along * along * perLength * edge(along);
            if (v <= -0.55 * unit || v >= NECK * unit || Math.abs(u) >= CHEEK * unit) {
                sample(x, y, frame, to);
                return;
            }
            double squeezed = squeezed(u, v);
            double across = squeezed * perHalf;
            double arch = Math.max(0, 1 - across * across);
            double lip = arch * (1.3 - 0.3 * arch);
            double lowerEdge = lower * lip;
            double upperEdge = cover > 0 ? (cover - face.gap()) * lip : upper * lip;
            double fade = weight / 256.0;
            double du = (squeezed - u) * fade;
            if (v >= lowerEdge) {
                lip(x, y, du, (lowerLip(u, v, lip) - v) * fade, frame, to);
            } else if (v <= upperEdge) {
                lip(x, y, du, (upperLip(v, lip, upperEdge) - v) * fade, frame, to);
            } else if (cover > 0) {
                lip(x, y, du, 0, frame, to); // the teeth of the picture
            }
            if (cover > 0) {
                meet(x, y, du, u, v, lip, lowerEdge, upperEdge, fade, frame, to);
            } else if (lowerEdge > upperEdge) {
                part(x, y, du, v, across, lowerEdge, upperEdge, frame, to);
            }
        }

        private double squeezed(double u, double v) {
            double beside = 1 - u * u * perLength * perLength;
            if (stretch == 0 || v >= 0.55 * unit || beside <= 0) {
                return u;
            }
            double near = 1 - v * v * perLength * perLength / 0.3025;
            return u * (1 - stretch * near * near * beside * beside);
        }

        /** The lower lip of an open mouth is flat, and steep at its corners. */
        private double edge(double along) {
            return face.gap() > 0 ? FLAT + (1 - FLAT) * along * along * perHalf * perHalf : 1;
        }

        /** Where a pixel below the edge of the lower lip comes from. */
        private double lowerLip(double u, double v, double lip) {
            if (lower == 0) {
                return v;
            }
            double down = slope((v - lower * lip) * perLength * (1 / 0.55));
            double jaw = 0.8 * slope((CHEEK - Math.abs(u) * perLength) * (1 / (CHEEK - JAW)));
            double fall = slope((NECK - v * perLength) * (1 / (NECK - CHIN)));
            return v - lower * (lip + (jaw - lip) * down) * fall;
        }

        private double upperLip(double v, double lip, double upperEdge) {
            double way = cover > 0 ? cover * lip : upperEdge;
            return way == 0 ? v : v - way * slope(1 + (v - upperEdge) * perLength * (1 / 0.4));
        }

        private void lip(int x, int y, double du, double dv, byte[] frame, int to) {
            sample(sourceX(x, du, dv), sourceY(y, du, dv), frame, to);
        }

        private int sourceX(int x, double du, double dv) {
            return (int) (x + 256 * (du * cosine - dv * sine) + 0.5);
        }

        private int sourceY(int y, double du, double dv) {
            return (int) (y + 256 * (dv * cosine + du * sine) + 0.5);
        }

        /** The inside of a mouth that opens. */
        private void part(
                int x,
                int y,
                double du,
                double v,
                double across,
                double lowerEdge,
                double upperEdge,
                byte[] frame,
                int to) {
            double depth = Math.min(v - upperEdge, lowerEdge - v) / soft + 0.5;
            if (depth <= 0) {
                return;
            }
            if (v < lowerEdge && v > upperEdge) {
                lip(x, y, du, 0, frame, to);
            }
            inside.draw(across, v - upperEdge, lowerEdge - upperEdge, bite, Math.min(1, depth), frame, to);
        }

        /** Lips that come over the teeth of the picture have soft edges, and a line between them once they meet. */
        private void meet(
                int x,
                int y,
                double du,
                double u,
                double v,
                double lip,
                double lowerEdge,
                double upperEdge,
                double fade,
                byte[] frame,
                int to) {
            double below = lowerEdge - v;
            double above = v - upperEdge;
            if (Math.abs(below) < 1 && below > 0) {
                mix(x, y, du, (lowerLip(u, lowerEdge, lip) - v) * fade, 1 - below, frame, to);
            } else if (Math.abs(above) < 1 && above > 0) {
                mix(x, y, du, (upperLip(upperEdge, lip, upperEdge) - v) * fade, 1 - above, frame, to);
            }
            double off = (v - (lowerEdge + upperEdge) / 2) / soft;
            if (line > 0 && lip > 0 && Math.abs(off) < 1) {
                inside.line(line * Math.min(1, 2 * lip) * (1 - off * off), frame, to);
            }
        }

        private void mix(int x, int y, double du, double dv, double share, byte[] frame, int to) {
            long color = color(sourceX(x, du, dv), sourceY(y, du, dv));
            for (int c = 0; c < 3; c++) {
                frame[to + c] = mixed(frame[to + c], (int) (color >>> 8 + 16 * c) & 0xff, share);
            }
        }

        /** The upper lid's skin comes down over the eye, with the lashes at its edge. */
        void eye(int x, int y, byte[] frame, int to) {
            sample(x, y, frame, to);
            if (blink <= 0) {
                return;
            }
            double px = x / 256.0;
            double py = y / 256.0;
            Portrait.Point eye = px < (face.leftEye().x() + face.rightEye().x()) / 2 ? face.leftEye() : face.rightEye();
            double u = ((px - eye.x()) * cosine + (py - eye.y()) * sine) / unit;
            double v = ((py - eye.y()) * cosine - (px - eye.x()) * sine) / unit;
            double across = u / 0.33;
            double arch = Math.max(0, 1 - across * across);
            double lid = -0.11 * arch - 0.01;
            double edge = lid + (0.07 * arch - lid) * blink * slope(3 * arch);
            double cover = Math.min(1, (edge - v) * unit / soft + 0.5);
            if (cover <= 0 || v <= BROW || arch == 0) {
                return;
            }
            double source = BROW + (Math.min(v, edge) - BROW) * (lid - BROW) / (edge - BROW);
            double dv = (source - v) * unit;
            long color = color(x - (int) Math.round(256 * dv * sine), y + (int) Math.round(256 * dv * cosine));
            double lashes = LASHES * blink * slope(3 * arch) * slope(1 - (edge - v) / 0.05);
            for (int c = 0; c < 3; c++) {
                int skin = (int) (color >>> 8 + 16 * c) & 0xff;
                frame[to + c] = mixed(frame[to + c], (int) (skin * (1 - lashes)), cover);
            }
        }
    }

    private static byte mixed(byte before, int other, double share) {
        return (byte) Math.round((before & 0xff) * (1 - share) + other * share);
    }
}
