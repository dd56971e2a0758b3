package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avformat.AV_STREAM_GROUP_PARAMS_TILE_GRID;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStreamGroup;
import org.bytedeco.ffmpeg.avformat.AVStreamGroupTileGrid;

/**
 * How the streams of a HEIF file make a picture: one stream is all of it, or each is a tile.
 *
 * @param width of the picture, not turned
 * @param all may reach beyond the picture
 */
record TileGrid(int codec, int width, int height, Orientation orientation, List<Tile> all) {
    /** Where the picture of a stream lies in the whole one. */
    record Tile(int stream, int x, int y) {}

    static TileGrid of(Container container) {
        for (AVStreamGroup group : container.groups()) {
            if (group.type() == AV_STREAM_GROUP_PARAMS_TILE_GRID) {
                return of(group);
            }
        }
        int stream = container.best(AVMEDIA_TYPE_VIDEO);
        AVCodecParameters only = container.stream(stream).codecpar();
        return new TileGrid(
                only.codec_id(),
                only.width(),
                only.height(),
                orientation(only.coded_side_data(), only.nb_coded_side_data()),
                List.of(new Tile(stream, 0, 0)));
    }

    private static TileGrid of(AVStreamGroup group) {
        AVStreamGroupTileGrid grid = group.params_tile_grid();
        List<Tile> tiles = new ArrayList<>();
        for (int i = 0; i < grid.nb_tiles(); i++) {
            tiles.add(new Tile(
                    group.streams(grid.offsets_idx(i)).index(),
                    grid.offsets_horizontal(i) - grid.horizontal_offset(),
                    grid.offsets_vertical(i) - grid.vertical_offset()));
        }
        return new TileGrid(
                group.streams(0).codecpar().codec_id(),
                grid.width(),
                grid.height(),
                orientation(grid.coded_side_data(), grid.nb_coded_side_data()),
                tiles);
    }

    private static Orientation orientation(AVPacketSideData data, int count) {
        AVPacketSideData matrix = count == 0 ? null : av_packet_side_data_get(data, count, AV_PKT_DATA_DISPLAYMATRIX);
        return matrix == null ? Orientation.UPRIGHT : Orientation.of(matrix.data());
    }

    Tiles tiles() {
        return new Tiles(new ArrayList<>(all));
    }

    /** Those that are still to be painted. */
    record Tiles(List<Tile> missing) {
        /** @return those of a stream, which may be several if a picture repeats itself */
        List<Tile> take(int stream) {
            List<Tile> taken =
                    missing.stream().filter(tile -> tile.stream == stream).toList();
            missing.removeAll(taken);
            return taken;
        }

        boolean isEmpty() {
            return missing.isEmpty();
        }
    }
}
