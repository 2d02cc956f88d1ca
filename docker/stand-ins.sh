#!/usr/bin/env bash
# Sees to it that the engine has the images that docker/Dockerfile, docker-compose.yml and Testcontainers name. What it lacks is pulled; where no
# registry is reached, it is made of this machine's programs (Debian with a JDK 25, and root), under the same name and with the label
# starmap.stand-in. There is no Grafana in Debian: in its place a web server answers the health check and shows files, and nothing more.
#   docker/stand-ins.sh [maven jre redis prometheus grafana alpine]
set -euo pipefail
cd "$(dirname "$0")/.."
readonly label=starmap.stand-in debian=starmap-stand-ins:debian
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
registry=untried

# The name of an image in our files, by a part of it.
named() { grep -hoE "docker\.io/[a-z/-]*$1:\S+" docker/Dockerfile docker-compose.yml | head -n 1; }

# has IMAGE KEY: whether the engine has it, a real one or a stand-in that was made of the same.
has() {
  local key
  key=$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$1" 2>/dev/null) && [[ -z $key || $key == "$2" ]]
}

# One image tells whether a registry is reached; with none each would take its time to say so.
pulled() {
  [ "$registry" != away ] || return 1
  if timeout 300 docker pull --quiet "$1" >/dev/null 2>&1; then registry=reached; else [ "$registry" = reached ] || registry=away; return 1; fi
}

# ensure IMAGE KEY MAKER: a stand-in is made anew when its key changes.
ensure() {
  if has "$1" "$2"; then return; fi
  if ! docker image inspect "$1" >/dev/null 2>&1 && pulled "$1"; then return; fi
  echo "$1: a stand-in is made of this machine's programs" >&2
  mkdir "$work/$3"
  "$3" "$work/$3"
  docker build --quiet --network host --label "$label=$2" --tag "$1" "$work/$3" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
}

need() { command -v "$1" >/dev/null || { echo "a stand-in needs '$1': apt-get install $2" >&2; exit 1; }; }

# copy_programs ROOT PROGRAM...: with the libraries that they are linked with.
copy_programs() {
  local root=$1 file
  shift
  for file in "$@" $(ldd "$@" 2>/dev/null | grep -oE '/[^ :]+' | sort -u); do
    install -D "$file" "$root$file"
  done
}

# copy_busybox ROOT NAME...
copy_busybox() {
  local root=$1 name
  need busybox busybox-static
  shift
  install -D "$(command -v busybox)" "$root/bin/busybox"
  for name in "$@"; do ln -s busybox "$root/bin/$name"; done
}

# Linked where that is possible, as it is much.
copy_folder() { cp -al "$1" "$2" 2>/dev/null || { rm -rf "$2"; cp -a "$1" "$2"; }; }

debian() {
  if docker image inspect "$debian" >/dev/null 2>&1; then return; fi
  need mmdebstrap mmdebstrap
  echo "a tree of Debian is made, for what must install packages" >&2
  # apt keeps nothing, as in the images of Debian and Ubuntu
  local clean='Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache ""; APT::Keep-Downloaded-Packages "false";'
  mmdebstrap --quiet --variant=minbase --include=ca-certificates --customize-hook="echo '$clean' >\"\$1\"/etc/apt/apt.conf.d/docker-clean; rm -f \"\$1\"/var/cache/apt/*.bin" \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$work/debian.tar"
  docker import "$work/debian.tar" "$debian" >/dev/null
}

# With the libraries that this machine has, in place of the network.
maven() {
  need mvn maven
  debian
  copy_folder "$JAVA_HOME" "$1/jdk"
  rm -f "$1/jdk/lib/src.zip" "$1/jdk/lib/security/cacerts"
  cp -L "$JAVA_HOME/lib/security/cacerts" "$1/jdk/lib/security/cacerts"
  cp -aL /usr/share/maven "$1/maven"
  copy_folder ~/.m2/repository "$1/repository"
  cat >"$1/maven/conf/settings.xml" <<'XML'
<settings><mirrors><mirror><id>machine</id><mirrorOf>*</mirrorOf><url>file:///usr/share/repository</url></mirror></mirrors></settings>
XML
  cat >"$1/Dockerfile" <<TEXT
FROM $debian
COPY jdk /opt/java/openjdk
COPY maven /usr/share/maven
COPY repository /usr/share/repository
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/share/maven/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8
TEXT
}

# The modules of Temurin's JRE.
jre() {
  debian
  "$JAVA_HOME/bin/jlink" --ignore-modified-runtime --no-header-files --no-man-pages --strip-debug --generate-cds-archive --output "$1/jre" --add-modules \
    java.se,jdk.accessibility,jdk.charsets,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.dynalink,jdk.httpserver,jdk.jdwp.agent,jdk.jfr,jdk.jsobject,jdk.localedata,jdk.management,jdk.management.agent,jdk.management.jfr,jdk.naming.dns,jdk.naming.rmi,jdk.net,jdk.nio.mapmode,jdk.sctp,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.xml.dom,jdk.zipfs
  cat >"$1/Dockerfile" <<TEXT
FROM $debian
COPY jre /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8
TEXT
}

redis() {
  need redis-server redis-server
  copy_programs "$1/root" /usr/bin/redis-server /usr/bin/redis-cli
  copy_busybox "$1/root" sh
  # the real one is built without protection, too: only what is in its network reaches it
  printf '#!/bin/sh\nexec /usr/bin/redis-server "$@" --protected-mode no\n' >"$1/root/bin/redis-server"
  chmod +x "$1/root/bin/redis-server"
  mkdir "$1/data"
  cat >"$1/Dockerfile" <<'TEXT'
FROM scratch
COPY root /
COPY --chown=999:1000 data /data
ENV PATH=/bin:/usr/bin
WORKDIR /data
EXPOSE 6379
CMD ["redis-server"]
TEXT
}

prometheus() {
  need prometheus prometheus
  copy_programs "$1/root" /usr/bin/prometheus
  copy_busybox "$1/root" wget
  mkdir "$1/data"
  cat >"$1/Dockerfile" <<'TEXT'
FROM scratch
COPY root /
COPY --chown=65534:65534 data /prometheus
ENV PATH=/usr/bin:/bin
USER 65534:65534
EXPOSE 9090
ENTRYPOINT ["prometheus"]
TEXT
}

grafana() {
  copy_busybox "$1/root" wget httpd
  mkdir -p "$1/root/api" "$1/data"
  echo '{"database": "ok", "version": "none: a stand-in"}' >"$1/root/api/health"
  # as the first process, it would not hear SIGTERM
  cat >"$1/Dockerfile" <<'TEXT'
FROM scratch
COPY root /
COPY --chown=472:0 data /var/lib/grafana
ENV PATH=/bin
USER 472:0
EXPOSE 3000
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "3000", "-h", "/"]
TEXT
}

# What Testcontainers looks at the engine with.
alpine() {
  copy_busybox "$1/root" sh ip awk df tail
  cat >"$1/Dockerfile" <<'TEXT'
FROM scratch
COPY root /
ENV PATH=/bin
CMD ["sh"]
TEXT
}

[ $# -gt 0 ] || set -- maven jre redis prometheus grafana alpine
for one in "$@"; do
  key=1
  case $one in
    maven | jre) : "${JAVA_HOME:?must be a JDK 25}" ;;&
    maven) image=$(named maven) key=$(cat pom.xml ./*/pom.xml "$JAVA_HOME/release" | sha256sum | cut -c1-16) ;;
    jre) image=$(named eclipse-temurin) key=$(sha256sum <"$JAVA_HOME/release" | cut -c1-16) ;;
    redis | prometheus | grafana) image=$(named "$one") ;;
    alpine) image=docker.io/library/alpine:3.17 ;;
    *) echo "unknown image '$one'" >&2; exit 2 ;;
  esac
  ensure "$image" "$key" "$one"
done
