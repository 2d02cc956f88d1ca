{{/* Pods fit the "restricted" Pod Security Standard, and write to /tmp only. */}}
{{- define "starmap.pod.security" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "starmap.container.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/*
The first lines of a pod of API or workers. Variables of services are left out: those of a service "starmap-api" would be taken
for properties of ours. Takes (list root values).
*/}}
{{- define "starmap.pod.head" -}}
{{- $root := index . 0 -}}
{{- $own := index . 1 -}}
serviceAccountName: {{ include "starmap.serviceAccount" $root }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "starmap.pod.security" $root | nindent 2 }}
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $own.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $own.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Over zones, and over nodes. Takes (list spread selector). */}}
{{- define "starmap.pod.spread" -}}
{{- $spread := index . 0 -}}
{{- $selector := index . 1 -}}
{{- if $spread.enabled }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: {{ $spread.whenUnsatisfiable }}
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- $selector | nindent 8 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Takes (list root values javaOptions). */}}
{{- define "starmap.container.env" -}}
{{- $root := index . 0 -}}
{{- $own := index . 1 -}}
- name: JDK_JAVA_OPTIONS
  value: {{ index . 2 | quote }}
- name: SPRING_CONFIG_ADDITIONALLOCATION
  value: file:/etc/starmap/config/
{{- include "starmap.redis.env" $root }}
{{- range $name, $value := $own.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- range $name, $from := $own.secretEnv }}
- name: {{ $name }}
  valueFrom: {secretKeyRef: {name: {{ $from.secret }}, key: {{ $from.key }}}}
{{- end }}
{{- end -}}

{{- define "starmap.container.probes" -}}
startupProbe:
  httpGet: {path: /actuator/health/liveness, port: http}
  periodSeconds: 1
  failureThreshold: 120
readinessProbe:
  httpGet: {path: /actuator/health/readiness, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
livenessProbe:
  httpGet: {path: /actuator/health/liveness, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}

{{/*
All properties of a service as one flat map; a user's own ones win. Takes (list root prefix config further own), of which further is YAML.
*/}}
{{- define "starmap.properties" -}}
{{- $root := index . 0 -}}
{{- $all := dict -}}
{{- range $name, $value := $root.Values.store -}}
{{- $_ := set $all (printf "starmap.store.%s" $name) $value -}}
{{- end -}}
{{- $prefix := index . 1 -}}
{{- range $name, $value := index . 2 -}}
{{- $_ := set $all (printf "%s.%s" $prefix $name) $value -}}
{{- end -}}
{{- $redis := include "starmap.redis.properties" $root | fromYaml -}}
{{- $further := index . 3 | fromYaml -}}
{{- mergeOverwrite $all $redis $further (index . 4) | toYaml -}}
{{- end -}}
