#!/usr/bin/env bash
# json-schema-validator 1.5.9 (com.networknt), JSON Schema 2020-12
#
# Question: JSON Schema has numbers equal by value: 1 and 1.0 are one. Does `const` (and `enum`) treat them so?
# A guess: yes or no, but the same everywhere.
# What happens: by itself 1.0 matches 1. Inside an array it does for `enum` and does not for `const`; inside an object
#   for neither. So a request from a language that prints whole floats as 1.0 passes or fails by how deep the number
#   lies and by which of two keywords of the same meaning the schema uses.
#
# Output seen:
#   const 1 with 1.0: valid
#   const [1] with [1.0]: refused
#   const {"a":1} with {"a":1.0}: refused
#   const {"a":1.0} with {"a":1.0}: valid
#   enum 1 with 1.0: valid
#   enum [1] with [1.0]: valid
#   enum {"a":1} with {"a":1.0}: refused

. "$(dirname "$0")/fetch.sh"
maven com.networknt:json-schema-validator:1.5.9 com.fasterxml.jackson.core:jackson-databind:2.22.0 \
  com.fasterxml.jackson.core:jackson-core:2.22.0 com.fasterxml.jackson.core:jackson-annotations:2.22 \
  com.ethlo.time:itu:1.14.0 org.slf4j:slf4j-api:2.0.17 org.slf4j:slf4j-nop:2.0.17

cat > Equal.java <<'JAVA'
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;

class Equal {
  public static void main(String[] args) throws IOException {
    show("const", "%s", "1", "1.0");
    show("const", "%s", "[1]", "[1.0]");
    show("const", "%s", "{\"a\":1}", "{\"a\":1.0}");
    show("const", "%s", "{\"a\":1.0}", "{\"a\":1.0}");
    show("enum", "[%s]", "1", "1.0");
    show("enum", "[%s]", "[1]", "[1.0]");
    show("enum", "[%s]", "{\"a\":1}", "{\"a\":1.0}");
  }

  private static void show(String keyword, String form, String wanted, String given) throws IOException {
    JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema("{\"" + keyword + "\":" + String.format(form, wanted) + "}");
    boolean valid = schema.validate(new ObjectMapper().readTree(given)).isEmpty();
    System.out.println(keyword + " " + wanted + " with " + given + ": " + (valid ? "valid" : "refused"));
  }
}
JAVA
java -cp "lib/*" Equal.java | tee seen

sed -n 's/^#   \(const\|enum\) /\1 /p' "$here/$(basename "$0")" > wanted
cmp -s wanted seen || changed "some of it"
