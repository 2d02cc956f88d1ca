{{/* All pools that are enabled, each with all of its values, as YAML by name. */}}
{{- define "starmap.pools" -}}
{{- $pools := dict -}}
{{- range $name, $own := .Values.pools -}}
{{- $pool := mergeOverwrite (deepCopy $.Values.worker) (deepCopy ($own | default dict)) -}}
{{- if $pool.enabled -}}
{{- $sources := list -}}
{{- range list "files" "configMap" "claim" -}}
{{- if index $pool.functions . -}}{{- $sources = append $sources . -}}{{- end -}}
{{- end -}}
{{- if gt (len $sources) 1 -}}
{{- fail (printf "pools.%s.functions has %s: choose one" $name (join " and " $sources)) -}}
{{- end -}}
{{- if and (eq (int $pool.scaling.min) 0) (eq $pool.scaling.type "hpa") -}}
{{- fail (printf "pools.%s.scaling.min is 0, which type hpa cannot do: take keda" $name) -}}
{{- end -}}
{{- if gt (int $pool.scaling.min) (int $pool.scaling.max) -}}
{{- fail (printf "pools.%s.scaling.min is above its max" $name) -}}
{{- end -}}
{{- $_ := set $pools $name $pool -}}
{{- end -}}
{{- end -}}
{{- toYaml $pools -}}
{{- end -}}

{{/* Takes (list root pool-name). */}}
{{- define "starmap.pool.fullname" -}}
{{- printf "%s-worker-%s" (include "starmap.fullname" (index . 0)) (index . 1) -}}
{{- end -}}

{{- define "starmap.pool.selector" -}}
{{- include "starmap.selector" (list (index . 0) "worker") }}
starmap/pool: {{ index . 1 }}
{{- end -}}

{{- define "starmap.pool.labels" -}}
{{- include "starmap.labels" (list (index . 0) "worker") }}
starmap/pool: {{ index . 1 }}
{{- end -}}

{{- define "starmap.pool.repository" -}}
{{- .repository | default (.python | ternary "starmap-worker-python" "starmap-worker") -}}
{{- end -}}

{{- define "starmap.pool.javaOptions" -}}
{{- .javaOptions | default (printf "-XX:MaxRAMPercentage=%d -XX:+ExitOnOutOfMemoryError" (.python | ternary 35 70)) -}}
{{- end -}}
