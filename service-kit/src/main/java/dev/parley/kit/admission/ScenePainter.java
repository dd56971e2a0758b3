package dev.parley.kit.admission;

import dev.parley.contracts.Box;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.plan.Cover;
import dev.parley.plan.Mask;
import dev.parley.plan.ModelGrid;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerBox;
import dev.parley.plan.SpeakerMasks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws what an engine will start from: the picture as cropped, each person's tokens of the model's grid tinted, their box
 * outlined, and as many dots as their number. No letters: a server's Java may have no fonts.
 */
final class ScenePainter {
    static final int LONGER_SIDE = 640;

    private static final float QUALITY = 0.9f;
    private static final int TINT = 110;
    private static final double GAP = 1;
    private static final float OUTLINE = 4;
    private static final float THIN = 2;
    private static final double DOT = 12;

    /** Of which color-blind people can tell any two apart: those of Okabe and Ito. */
    private enum Ink {
        BLUE(0x0072b2),
        ORANGE(0xe69f00),
        GREEN(0x009e73),
        PURPLE(0xcc79a7),
        RED(0xd55e00),
        YELLOW(0xf0e442);

        private final Color color;

        Ink(int rgb) {
            color = new Color(rgb);
        }

        static Ink of(int person) {
            return values()[person % values().length];
        }

        String rgb() {
            return "#%06x".formatted(color.getRGB() & 0xffffff);
        }

        Color tint() {
            return new Color(color.getRed(), color.getGreen(), color.getBlue(), TINT);
        }
    }

    private final RenderPlan plan;
    private final Size source;
    private final Size video;
    private final double scale;
    private final BufferedImage page;
    private final Graphics2D pen;

    private ScenePainter(RenderPlan plan, Size source) {
        this.plan = plan;
        this.source = source;
        video = new Size(plan.height(), plan.width());
        scale = (double) LONGER_SIDE / Math.max(video.height(), video.width());
        page = new BufferedImage(
                scaled(video.width(), scale), scaled(video.height(), scale), BufferedImage.TYPE_INT_RGB);
        pen = page.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    private static int scaled(int side, double scale) {
        return Math.max(1, (int) Math.round(side * scale));
    }

    /**
     * @param picture that the engine starts from, perhaps made smaller
     * @param source its size as it was given, which boxes count in
     * @param faces that were found, framed in thin white
     */
    static PlannedScene paint(RenderPlan plan, Picture picture, Size source, List<FoundFace> faces) {
        ScenePainter painter = new ScenePainter(plan, source);
        try {
            List<PlannedScene.Person> people = painter.draw(Pictures.cover(picture, plan.width(), plan.height()));
            faces.forEach(face -> painter.outline(face.box(), Color.WHITE, THIN));
            return new PlannedScene(jpeg(painter.page), people, faces);
        } finally {
            painter.pen.dispose();
        }
    }

    private List<PlannedScene.Person> draw(Picture cropped) {
        pen.drawImage(image(cropped), 0, 0, page.getWidth(), page.getHeight(), null);
        List<Mask> masks = masks();
        List<PlannedScene.Person> people = new ArrayList<>();
        for (int i = 0; i < speakers().size(); i++) {
            Box box = speakers().get(i).box();
            Ink ink = Ink.of(i);
            if (!masks.isEmpty()) {
                tint(masks.get(i), ink);
            }
            Rectangle2D place = box == null ? place(i, masks) : outline(box, ink.color, OUTLINE);
            dots(i + 1, place, ink);
            Integer tokens =
                    masks.isEmpty() ? null : Integer.valueOf(masks.get(i).area());
            people.add(new PlannedScene.Person(ink.name().toLowerCase(Locale.ROOT), ink.rgb(), box, tokens));
        }
        return people;
    }

    private List<Speaker> speakers() {
        return plan.settings().speakers();
    }

    /** Of each person, on the model's grid; none where nobody is told apart by it. */
    private List<Mask> masks() {
        if (plan.engine() != Engine.MULTITALK) {
            return List.of();
        }
        List<Optional<SpeakerBox>> own = speakers().stream()
                .map(speaker -> Optional.ofNullable(speaker.box()).map(Box::toSpeakerBox))
                .toList();
        return SpeakerMasks.of(source, video, speakers().size(), SpeakerBox.orShares(own, source))
                .map(masks -> masks.onTokens(video).planes())
                .orElse(List.of());
    }

    private void tint(Mask mask, Ink ink) {
        double side = scale * ModelGrid.PIXELS_PER_TOKEN;
        pen.setColor(ink.tint());
        for (int row = 0; row < mask.size().height(); row++) {
            for (int column = 0; column < mask.size().width(); column++) {
                if (mask.at(row, column)) {
                    pen.fill(new Rectangle2D.Double(column * side, row * side, side - GAP, side - GAP));
                }
            }
        }
    }

    /** Draws a box of the source where it lies in the cropped picture; answers what of it can be seen. */
    private Rectangle2D outline(Box box, Color color, float width) {
        Cover cover = Cover.of(source, video);
        double across = (double) cover.scaled().width() / source.width();
        double down = (double) cover.scaled().height() / source.height();
        Rectangle2D place = new Rectangle2D.Double(
                scale * (box.x() * across - cover.left()),
                scale * (box.y() * down - cover.top()),
                scale * box.width() * across,
                scale * box.height() * down);
        pen.setStroke(new BasicStroke(width));
        pen.setColor(color);
        pen.draw(place);
        return place.createIntersection(new Rectangle2D.Double(0, 0, page.getWidth(), page.getHeight()));
    }

    /** Where somebody without a box is: their tokens, or their share of the picture. */
    private Rectangle2D place(int person, List<Mask> masks) {
        double share = (double) page.getWidth() / speakers().size();
        Rectangle2D place = new Rectangle2D.Double(person * share, 0, share, page.getHeight());
        if (masks.isEmpty()) {
            return place;
        }
        double side = scale * ModelGrid.PIXELS_PER_TOKEN;
        Mask mask = masks.get(person);
        for (int row = 0; row < mask.size().height(); row++) {
            for (int column = 0; column < mask.size().width(); column++) {
                if (mask.at(row, column)) {
                    return new Rectangle2D.Double(column * side, row * side, side, side);
                }
            }
        }
        return place;
    }

    private void dots(int count, Rectangle2D place, Ink ink) {
        for (int i = 0; i < count; i++) {
            double x = place.getX() + DOT / 2 + i * DOT * 1.3;
            double y = place.getY() + DOT / 2;
            pen.setColor(Color.WHITE);
            pen.fill(new Ellipse2D.Double(x - 2, y - 2, DOT + 4, DOT + 4));
        }
        pen.setColor(ink.color);
        for (int i = 0; i < count; i++) {
            pen.fill(new Ellipse2D.Double(place.getX() + DOT / 2 + i * DOT * 1.3, place.getY() + DOT / 2, DOT, DOT));
        }
    }

    static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = picture.rgb();
        for (int i = 0; i < picture.width() * picture.height(); i++) {
            int value = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
            image.setRGB(i % picture.width(), i / picture.width(), value);
        }
        return image;
    }

    static byte[] jpeg(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(QUALITY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a picture to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
