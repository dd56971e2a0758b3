package dev.parley.ingest.http;

import dev.parley.contracts.InputRef;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderRequest.Turn;
import dev.parley.contracts.RequestReader;
import dev.parley.contracts.Violation;
import dev.parley.kit.admission.Inputs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** Files that come along with a request: those it refers to, as {@code part:<name>}, are kept as inputs. */
@ApplicationScoped
class UploadedParts {
    private static final String REQUEST = "request";

    private final Inputs inputs;

    /** A multipart call: the request's JSON, and the files by the names of their parts. */
    record Form(byte[] request, Map<String, Path> files) {}

    @Inject
    UploadedParts(Inputs inputs) {
        this.inputs = inputs;
    }

    static Form read(MultipartFormDataInput form) throws IOException {
        Map<String, Path> files = new HashMap<>();
        byte[] request = null;
        for (Map.Entry<String, Collection<FormValue>> part : form.getValues().entrySet()) {
            if (part.getKey() == null) {
                throw InvalidRequestException.of(
                        "", "missing", "found a part without a name, expected one in its Content-Disposition");
            }
            if (part.getValue().size() > 1) {
                throw InvalidRequestException.of(
                        "",
                        "ambiguous",
                        "found %d parts named '%s', expected one of each name"
                                .formatted(part.getValue().size(), part.getKey()));
            }
            FormValue value = part.getValue().iterator().next();
            if (part.getKey().equals(REQUEST)) {
                request = json(value);
            } else if (value.isFileItem()) {
                files.put(part.getKey(), value.getFileItem().getFile());
            }
        }
        if (request == null) {
            throw InvalidRequestException.of(
                    "", "missing", "found no part named '%s', expected the request's JSON in it".formatted(REQUEST));
        }
        return new Form(request, files);
    }

    /** With or without a file name: both are common. */
    private static byte[] json(FormValue value) throws IOException {
        if (!value.isFileItem()) {
            byte[] json = value.getValue().getBytes(StandardCharsets.UTF_8);
            if (json.length > RequestReader.DEFAULT_MAX_BYTES) {
                throw ProblemException.tooLarge(RequestReader.DEFAULT_MAX_BYTES);
            }
            return json;
        }
        try (InputStream in = value.getFileItem().getInputStream()) {
            return Bodies.json(in);
        }
    }

    /** The request with its parts in the store. */
    RenderRequest keep(RenderRequest request, Form form) {
        Keeping keeping = new Keeping(form.files);
        String image = keeping.keep("image", request.image());
        List<Speaker> speakers = new ArrayList<>();
        for (int i = 0; i < request.speakers().size(); i++) {
            Speaker speaker = request.speakers().get(i);
            String path = "speakers[" + i + "]";
            speakers.add(speaker.withInputs(
                    keeping.keep(path + ".audio", speaker.audio()), keeping.keep(path + ".image", speaker.image())));
        }
        List<Turn> turns = turns(request.turns(), keeping);
        if (!keeping.faults.isEmpty()) {
            throw new InvalidRequestException(keeping.faults);
        }
        return request.withInputs(image, speakers).withTurns(turns);
    }

    private static List<Turn> turns(List<Turn> asked, Keeping keeping) {
        if (asked == null) {
            return null;
        }
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            turns.add(asked.get(i)
                    .withAudio(
                            keeping.keep("turns[" + i + "].audio", asked.get(i).audio())));
        }
        return turns;
    }

    private final class Keeping {
        private final Map<String, Path> files;
        private final Map<String, String> kept = new HashMap<>();
        private final List<Violation> faults = new ArrayList<>();

        Keeping(Map<String, Path> files) {
            this.files = files;
        }

        String keep(String path, String reference) {
            if (reference == null || !(InputRef.parse(reference) instanceof InputRef.Part part)) {
                return reference;
            }
            Path file = files.get(part.name());
            if (file == null) {
                faults.add(new Violation(
                        path, "no-such-part", "found %s, expected a file in a part of that name".formatted(part)));
                return reference;
            }
            return kept.computeIfAbsent(part.name(), name -> keep(path, reference, file));
        }

        private String keep(String path, String reference, Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                return inputs.keep(in).key();
            } catch (Inputs.TooLargeException e) {
                faults.add(new Violation(path, "too-large", e.getMessage()));
                return reference;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the uploaded %s".formatted(reference), e);
            }
        }
    }
}
