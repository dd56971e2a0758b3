package dev.parley.multitalk.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.plan.Mask;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerBox;
import dev.parley.plan.SpeakerMasks;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ImageGoldenTest {
    @TestFactory
    Stream<DynamicTest> resizesPicturesLikePillow() {
        return Golden.tests("image", name -> name.startsWith("resize_image"), golden -> {
            RgbImage picture = picture(golden.get("in.image_hwc"));
            Size target = size(golden.call().getAsJsonArray("target"));
            NDArray bytes = bytes(golden, PillowBilinear.cover(picture, target).rgb(), target); // (H, W, 3)
            assertThat(bytes.transpose(2, 0, 1).expandDims(1).expandDims(0).toUint8Array())
                    .as("exact equality is what Pillow's arithmetic gives")
                    .isEqualTo(golden.get("out.cropped").toUint8Array());
            golden.check("out.cropped", bytes.transpose(2, 0, 1).expandDims(1).expandDims(0));
            NDArray pixels = new Pixels(golden.torch()).cover(picture, target); // (3, H, W)
            golden.check(
                    "out.normalized_first_row",
                    pixels.get(new NDIndex(":, :1")).expandDims(1).expandDims(0));
        });
    }

    @TestFactory
    Stream<DynamicTest> resizesMasks() {
        return Golden.tests("image", name -> name.startsWith("resize_mask"), golden -> {
            NDArray planes = golden.get("in.mask"); // (3, H, W)
            Size source = new Size(
                    (int) planes.getShape().get(1), (int) planes.getShape().get(2));
            Size target = size(golden.call().getAsJsonArray("target"));
            NDList cropped = new NDList();
            for (int plane = 0; plane < planes.getShape().get(0); plane++) {
                int[] values = planes.get(plane).toUint8Array();
                boolean[] inside = new boolean[values.length];
                for (int i = 0; i < values.length; i++) {
                    inside[i] = values[i] > 0;
                }
                cropped.add(tensor(golden, new Mask(source, inside).cover(target)));
            }
            golden.check("out.cropped", NDArrays.stack(cropped, 0));
        });
    }

    @TestFactory
    Stream<DynamicTest> findsThePeople() {
        return Golden.tests("masks", golden -> {
            for (JsonElement element : golden.call().getAsJsonArray("masks")) {
                JsonObject call = element.getAsJsonObject();
                Size picture = size(call.getAsJsonArray("image_hw"));
                Size latent = size(call.getAsJsonArray("latent_hw"));
                SpeakerMasks masks = call.get("bbox").isJsonNull()
                        ? SpeakerMasks.halves(picture)
                        : SpeakerMasks.boxes(
                                picture,
                                List.of(
                                        box(call.getAsJsonObject("bbox").getAsJsonArray("person1")),
                                        box(call.getAsJsonObject("bbox").getAsJsonArray("person2"))));
                Size video = new Size(latent.height() * 8, latent.width() * 8);
                SpeakerMasks onLatent = masks.onLatent(video, latent);
                String name = "out." + call.get("mask").getAsString();
                golden.check(name + ".ref_target_masks", tensor(golden, onLatent));
                Size tokens = new Size(latent.height() / 2, latent.width() / 2);
                golden.check(name + ".token_masks", tensor(golden, onLatent.resize(tokens)));
            }
            if (golden.has("out.single.ref_target_masks")) {
                Shape shape = golden.get("out.single.ref_target_masks").getShape();
                Size latent = new Size((int) shape.get(1), (int) shape.get(2));
                Size video = new Size(latent.height() * 8, latent.width() * 8);
                SpeakerMasks masks = SpeakerMasks.single(new Size(50, 70)).onLatent(video, latent);
                golden.check("out.single.ref_target_masks", tensor(golden, masks));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> matchesColors() {
        return Golden.tests("color", golden -> {
            NDArray reference = golden.get("in.reference").get(new NDIndex("0, :, 0")); // (3, H, W)
            for (String key : golden.keys("out.")) {
                String[] parts = key.split("strength_");
                NDArray source = golden.get("in." + (parts[0].contains("flat") ? "flat_source" : "source"))
                        .squeeze(0);
                ColorMatch match = new ColorMatch(golden.torch(), Double.parseDouble(parts[1]));
                golden.check(key, match.match(source, reference).expandDims(0));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> cutsFramesOffToBytes() {
        return Golden.tests("video", golden -> {
            NDArray x = golden.get("in.x"); // (n)
            long n = x.getShape().get(0);
            byte[] rgb = new Pixels(golden.torch())
                    .rgb(NDArrays.stack(new NDList(x, x, x), 0).reshape(3, 1, 1, n));
            byte[] red = new byte[(int) n];
            for (int i = 0; i < n; i++) {
                red[i] = rgb[3 * i];
            }
            NDArray bytes = golden.torch().manager().create(ByteBuffer.wrap(red), new Shape(n), DataType.UINT8);
            golden.check("out.u8", bytes);
        });
    }

    private static RgbImage picture(NDArray hwc) {
        Size size = new Size((int) hwc.getShape().get(0), (int) hwc.getShape().get(1));
        return new RgbImage(size, hwc.toByteArray());
    }

    private static NDArray bytes(GoldenCase golden, byte[] rgb, Size size) {
        return golden.torch()
                .manager()
                .create(ByteBuffer.wrap(rgb), new Shape(size.height(), size.width(), 3), DataType.UINT8);
    }

    private static NDArray tensor(GoldenCase golden, SpeakerMasks masks) {
        NDList planes = new NDList();
        masks.planes().forEach(mask -> planes.add(tensor(golden, mask)));
        return NDArrays.stack(planes, 0);
    }

    private static NDArray tensor(GoldenCase golden, Mask mask) {
        Size size = mask.size();
        return golden.torch().manager().create(mask.inside(), new Shape(size.height(), size.width()));
    }

    private static Size size(JsonArray pair) {
        return new Size(pair.get(0).getAsInt(), pair.get(1).getAsInt());
    }

    private static SpeakerBox box(JsonArray four) {
        return new SpeakerBox(
                four.get(0).getAsDouble(),
                four.get(1).getAsDouble(),
                four.get(2).getAsDouble(),
                four.get(3).getAsDouble());
    }
}
