package dev.parley.worker.multitalk.inspect;

import dev.parley.multitalk.LoraSummary;
import dev.parley.multitalk.NetworkSummary;
import dev.parley.worker.multitalk.CardReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model's folder.
 *
 * @param complete whether a worker can open it, as far as headers tell
 * @param networks each with its file, contents and problems
 * @param problems of the folder as a whole, such as settings that cannot be read
 * @param modes null if the settings cannot be read
 * @param loras each with what fits and what does not
 * @param card null if the files do not tell
 */
record InspectedModel(
        Path folder,
        boolean complete,
        List<NetworkSummary> networks,
        List<String> problems,
        SupportedModes modes,
        List<InspectedLora> loras,
        CardReport card) {

    /**
     * What jobs can ask of it.
     *
     * @param speakers how many people may speak
     * @param sizes of videos, as requests name them, with the size for a square picture
     * @param quantizations by what requests say: whether weights are stored so, or made while the model is opened
     * @param presets by name: empty, or why jobs cannot use it
     */
    record SupportedModes(
            String name,
            List<Integer> speakers,
            Map<String, String> sizes,
            Map<String, String> quantizations,
            Map<String, String> presets,
            boolean drawnFacesOnly) {}

    /** @param problem why the file cannot be read; null if it can */
    record InspectedLora(String name, LoraSummary contents, String problem) {
        boolean fits() {
            return contents != null && contents.fits();
        }
    }
}
