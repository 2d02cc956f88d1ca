{{/*
The volume that is mounted at /functions. A program must be executable, and other files must not be, or they would be taken for
programs. Takes (list root pool-name pool).
*/}}
{{- define "starmap.pool.functions" -}}
{{- $functions := (index . 2).functions -}}
{{- if $functions.files }}
- name: functions
  configMap:
    name: {{ include "starmap.pool.fullname" . }}-functions
    items:
      {{- range $file, $content := $functions.files }}
      - {key: {{ $file | quote }}, path: {{ $file | quote }}, mode: {{ or (hasSuffix ".sh" $file) (not (contains "." $file)) | ternary "0555" "0444" }}}
      {{- end }}
{{- else if $functions.configMap }}
- name: functions
  configMap: {name: {{ $functions.configMap }}, defaultMode: 0555}
{{- else if $functions.claim }}
- name: functions
  persistentVolumeClaim: {claimName: {{ $functions.claim }}, readOnly: true}
{{- end }}
{{- end -}}
