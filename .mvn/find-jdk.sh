# Sets and exports JAVA_HOME to a JDK 25, at least 25.0.3. Sourced by mvnw and lanewise (POSIX sh).
#
# A JDK is recognised by the version in its `release` file, so that looking costs no process start.
# 25.0.0 to 25.0.2 are refused: their G1 collector can corrupt the heap (JDK-8377811).

lanewise_is_jdk25() { # HOME
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r lanewise_key lanewise_value; do
    [ "$lanewise_key" = JAVA_VERSION ] || continue
    case $lanewise_value in
    '"25"' | '"25.0.'[012]'"' | '"25.0.'[012].*)
      lanewise_old="$lanewise_old $1"
      return 1
      ;;
    '"25.'*) return 0 ;;
    *) return 1 ;;
    esac
  done <"$1/release"
  return 1
}

lanewise_jdk_on_path() { # prints the home of the first javac on PATH, links followed
  lanewise_tool=$(command -v javac) || return 0
  while [ -L "$lanewise_tool" ]; do
    lanewise_link=$(readlink "$lanewise_tool")
    case $lanewise_link in
    /*) lanewise_tool=$lanewise_link ;;
    *) lanewise_tool=${lanewise_tool%/*}/$lanewise_link ;;
    esac
  done
  printf '%s\n' "${lanewise_tool%/bin/javac}"
}

lanewise_find_jdk() {
  lanewise_old=
  lanewise_is_jdk25 "${JAVA_HOME:-}" && return 0
  for lanewise_home in \
    "$(lanewise_jdk_on_path)" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    lanewise_is_jdk25 "$lanewise_home" || continue
    JAVA_HOME=$lanewise_home
    return 0
  done
  echo "Lanewise needs a JDK 25, at least 25.0.3 (any vendor), and found none in JAVA_HOME, on PATH," \
    "in the system's JVM folders, ~/.sdkman or ~/.jdks: install one" \
    "(Debian and Ubuntu: apt install openjdk-25-jdk-headless; macOS: brew install openjdk@25;" \
    "elsewhere: https://adoptium.net) or set JAVA_HOME to one.${lanewise_old:+ Too old:$lanewise_old.}" >&2
  return 1
}

lanewise_find_jdk && export JAVA_HOME
