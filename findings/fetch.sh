# Sourced by every finding: an empty folder that goes away again, and pinned public packages unpacked into it.
# MAVEN_REPO names a local repository to fetch through; by default it is a throw-away one, so that nothing stays behind.

set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
started=() # processes to end with the script
trap 'kill "${started[@]}" 2> /dev/null || true; rm -rf "$work"' EXIT
cd "$work"
maven_repo=${MAVEN_REPO:-$work/m2}

# Ends the script without a verdict.
skip() {
  echo "SKIP: $*"
  exit 77
}

# Ends the script: the library no longer surprises, or surprises in another way.
changed() {
  echo "CHANGED: $*"
  exit 1
}

need() {
  local tool
  for tool; do
    command -v "$tool" > tool.path || skip "$tool is not installed"
  done
}

# eventually COMMAND...: until it succeeds, for a minute.
eventually() {
  local i
  for ((i = 0; i < 240; i++)); do
    "$@" && return
    sleep 0.25
  done
  return 1
}

# maven GROUP:ARTIFACT:VERSION[:TYPE[:CLASSIFIER]]... copies the artifacts into ./lib; with transitive=1 what they depend
# on as well.
maven() {
  need mvn java
  local group artifact version type classifier
  local alone='<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>'
  [ -z "${transitive:-}" ] || alone=
  {
    echo '<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId>'
    echo '<version>1</version><packaging>pom</packaging><dependencies>'
    while IFS=: read -r group artifact version type classifier; do
      echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version>"
      echo "<type>${type:-jar}</type>${classifier:+<classifier>$classifier</classifier>}"
      echo "$alone</dependency>"
    done < <(printf '%s\n' "$@")
    echo '</dependencies></project>'
  } > pom.xml
  mvn -B -ntp -q -Dmaven.repo.local="$maven_repo" -DoutputDirectory="$work/lib" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies > mvn.log 2>&1 \
    || { cat mvn.log; skip "cannot fetch from Maven Central"; }
}

# npm_packages NAME@VERSION... installs into ./node_modules.
npm_packages() {
  need npm node
  npm install --prefix "$work" --cache "$work/npm-cache" --ignore-scripts --no-audit --no-fund "$@" > npm.log 2>&1 \
    || { cat npm.log; skip "cannot fetch $*"; }
}

# debian POOL_PATH SHA256 unpacks one package of Debian's archive into ./deb.
debian() {
  need curl dpkg-deb sha256sum
  curl -fsSL -o package.deb "https://deb.debian.org/debian/pool/$1" || skip "cannot fetch $1"
  echo "$2  package.deb" | sha256sum -c --quiet || skip "$1 is not the package that this was tried with"
  dpkg-deb -x package.deb deb
}

# Puts FFmpeg 8.1.2, as built for JavaCPP, behind the functions ffmpeg and ffprobe.
ffmpeg_tools() {
  [ "$(uname -sm)" = "Linux x86_64" ] || skip "the FFmpeg of this finding runs on Linux x86-64"
  maven org.bytedeco:ffmpeg:8.1.2-1.5.14:jar:linux-x86_64-gpl
  mkdir ff
  (cd ff && jar xf ../lib/ffmpeg-8.1.2-1.5.14-linux-x86_64-gpl.jar org/bytedeco/ffmpeg/linux-x86_64-gpl)
  ff=$work/ff/org/bytedeco/ffmpeg/linux-x86_64-gpl
  chmod +x "$ff/ffmpeg" "$ff/ffprobe"
}

ffmpeg() {
  LD_LIBRARY_PATH=$ff "$ff/ffmpeg" -hide_banner -nostdin -y -loglevel error "$@"
}

ffprobe() {
  LD_LIBRARY_PATH=$ff "$ff/ffprobe" -loglevel error "$@"
}

# DJL 0.35.1 and PyTorch 2.7.1 for the CPU, behind the function java_with_djl.
djl() {
  maven ai.djl:api:0.35.1 ai.djl.pytorch:pytorch-engine:0.35.1 ai.djl.pytorch:pytorch-jni:2.7.1-0.35.1 \
    ai.djl.pytorch:pytorch-native-cpu:2.7.1:jar:linux-x86_64 net.java.dev.jna:jna:5.17.0 \
    com.google.code.gson:gson:2.13.2 org.slf4j:slf4j-api:1.7.36 org.slf4j:slf4j-nop:1.7.36
}

# java_with_djl MAIN runs MAIN.java.
java_with_djl() {
  DJL_CACHE_DIR=$work/djl DJL_OFFLINE=true OPT_OUT_TRACKING=true java -cp "lib/*" "$1.java"
}

# Kafka 4.4.0 in ./lib, and a broker of it alone in its cluster, at $kafka, its process $broker.
kafka_broker() {
  transitive=1 maven org.apache.kafka:kafka_2.13:4.4.0
  cat > Ports.java <<'JAVA'
import java.net.ServerSocket;

class Ports {
  public static void main(String[] args) throws Exception {
    try (ServerSocket one = new ServerSocket(0); ServerSocket two = new ServerSocket(0)) {
      System.out.println(one.getLocalPort() + " " + two.getLocalPort());
    }
  }
}
JAVA
  local client controller
  read -r client controller < <(java Ports.java)
  kafka=127.0.0.1:$client
  cat > server.properties <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://$kafka,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://$kafka
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=$work/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
END
  java -cp "lib/*" kafka.tools.StorageTool format -t 4L6g3nShT-eMCtK--X86sw -c server.properties > format.log 2>&1
  java -Xmx400m -cp "lib/*" kafka.Kafka server.properties > broker.log 2>&1 &
  broker=$!
  started+=("$broker")
}
