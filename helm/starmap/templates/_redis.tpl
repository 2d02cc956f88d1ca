{{/* Where Redis is, as properties of Spring's. */}}
{{- define "starmap.redis.properties" -}}
{{- $redis := .Values.redis -}}
spring.data.redis.timeout: {{ $redis.timeout }}
{{- if eq $redis.mode "builtin" }}
spring.data.redis.host: {{ include "starmap.fullname" . }}-redis
spring.data.redis.port: 6379
{{- else if eq $redis.mode "single" }}
{{- if and $redis.url.secret $redis.password.secret }}
{{- fail "redis.url.secret holds the password as well: take out redis.password.secret" }}
{{- end }}
{{- if not $redis.url.secret }}
spring.data.redis.host: {{ required "redis.mode single needs redis.host, or redis.url.secret" $redis.host | quote }}
spring.data.redis.port: {{ $redis.port }}
spring.data.redis.database: {{ $redis.database }}
{{- end }}
{{- else if eq $redis.mode "sentinel" }}
spring.data.redis.sentinel.master: {{ $redis.sentinel.master | quote }}
spring.data.redis.sentinel.nodes: {{ join "," $redis.sentinel.nodes | required "redis.mode sentinel needs redis.sentinel.nodes, such as [redis-0:26379]" | quote }}
{{- with $redis.sentinel.username }}
spring.data.redis.sentinel.username: {{ . | quote }}
{{- end }}
spring.data.redis.database: {{ $redis.database }}
{{- else }}
spring.data.redis.cluster.nodes: {{ join "," $redis.cluster.nodes | required "redis.mode cluster needs redis.cluster.nodes, such as [redis-0:6379]" | quote }}
spring.data.redis.cluster.max-redirects: {{ $redis.cluster.maxRedirects }}
{{- end }}
{{- if ne $redis.mode "builtin" }}
{{- with $redis.username }}
spring.data.redis.username: {{ . | quote }}
{{- end }}
{{- if $redis.tls.enabled }}
spring.data.redis.ssl.enabled: true
{{- if or $redis.tls.ca.secret $redis.tls.clientSecret }}
spring.data.redis.ssl.bundle: redis
{{- end }}
{{- if $redis.tls.ca.secret }}
spring.ssl.bundle.pem.redis.truststore.certificate: file:/etc/starmap/redis-ca/{{ $redis.tls.ca.key }}
{{- end }}
{{- if $redis.tls.clientSecret }}
spring.ssl.bundle.pem.redis.keystore.certificate: file:/etc/starmap/redis-client/tls.crt
spring.ssl.bundle.pem.redis.keystore.private-key: file:/etc/starmap/redis-client/tls.key
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* What must not be read by everybody comes from secrets alone. */}}
{{- define "starmap.redis.env" -}}
{{- $redis := .Values.redis -}}
{{- if and (eq $redis.mode "single") $redis.url.secret }}
- name: SPRING_DATA_REDIS_URL
  valueFrom: {secretKeyRef: {name: {{ $redis.url.secret }}, key: {{ $redis.url.key }}}}
{{- end }}
{{- if $redis.password.secret }}
- name: SPRING_DATA_REDIS_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $redis.password.secret }}, key: {{ $redis.password.key }}}}
{{- end }}
{{- if and (eq $redis.mode "sentinel") $redis.sentinel.password.secret }}
- name: SPRING_DATA_REDIS_SENTINEL_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $redis.sentinel.password.secret }}, key: {{ $redis.sentinel.password.key }}}}
{{- end }}
{{- end -}}

{{- define "starmap.redis.mounts" -}}
{{- if and (ne .Values.redis.mode "builtin") .Values.redis.tls.enabled }}
{{- if .Values.redis.tls.ca.secret }}
- {name: redis-ca, mountPath: /etc/starmap/redis-ca, readOnly: true}
{{- end }}
{{- if .Values.redis.tls.clientSecret }}
- {name: redis-client, mountPath: /etc/starmap/redis-client, readOnly: true}
{{- end }}
{{- end }}
{{- end -}}

{{- define "starmap.redis.volumes" -}}
{{- if and (ne .Values.redis.mode "builtin") .Values.redis.tls.enabled }}
{{- if .Values.redis.tls.ca.secret }}
- name: redis-ca
  secret: {secretName: {{ .Values.redis.tls.ca.secret }}}
{{- end }}
{{- if .Values.redis.tls.clientSecret }}
- name: redis-client
  secret: {secretName: {{ .Values.redis.tls.clientSecret }}}
{{- end }}
{{- end }}
{{- end -}}
