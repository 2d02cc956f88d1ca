#!/bin/sh
# curl localhost:8080/v1/map/shout --json '["hello","you"]'  (chmod +x shout.sh; strings without escapes)
while IFS= read -r item; do
  printf '%s\n' "$item" | sed -e 'y/abcdefghijklmnopqrstuvwxyz/ABCDEFGHIJKLMNOPQRSTUVWXYZ/' \
    -e 's/^"\([^"\\]*\)"$/{"value":"\1!"}/; t' -e 's/.*/{"error":{"type":"InvalidArgument","message":"expected a plain string"}}/'
done
