{{- define "gouji.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "gouji.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "gouji.labels" -}}
{{ include "gouji.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "gouji.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "gouji.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "gouji.claim" -}}
{{- .Values.persistence.existingClaim | default (include "gouji.fullname" .) -}}
{{- end -}}

{{- define "gouji.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* "true" when the database is SQLite on the volume. */}}
{{- define "gouji.sqlite" -}}
{{- if not .Values.secrets.databaseUrl.name -}}true{{- end -}}
{{- end -}}

{{/* "true" when all pods must share one node: SQLite, or a volume that only one node can mount. */}}
{{- define "gouji.oneNode" -}}
{{- $one := ne .Values.persistence.accessMode "ReadWriteMany" -}}
{{- if or (include "gouji.sqlite" .) (and .Values.persistence.enabled $one) -}}true{{- end -}}
{{- end -}}

{{/* What cannot work is refused before anything is installed. */}}
{{- define "gouji.check" -}}
{{- $more := or (gt (int .Values.api.replicas) 1) .Values.api.autoscaling.enabled -}}
{{- if and (include "gouji.sqlite" .) $more -}}
{{- fail "more than one API pod needs a database server: name its secret in secrets.databaseUrl" -}}
{{- end -}}
{{- $nowhere := or (include "gouji.sqlite" .) (not .Values.settings.blobs_url) -}}
{{- if and (not .Values.persistence.enabled) $nowhere -}}
{{- fail "persistence.enabled: false needs secrets.databaseUrl and settings.blobs_url: nothing would be kept" -}}
{{- end -}}
{{- $served := list -}}
{{- $scaled := false -}}
{{- range .Values.workers -}}
{{- if . -}}
{{- $served = concat $served .queues -}}
{{- if .autoscaling.enabled -}}{{- $scaled = true -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- range list "fast" "slow" "hooks" -}}
{{- if not (has . $served) -}}
{{- fail (printf "no entry of workers serves the queue %s" .) -}}
{{- end -}}
{{- end -}}
{{- $address := eq .Values.keda.trigger "redis" | ternary .Values.keda.redis.address .Values.keda.prometheus.serverAddress -}}
{{- if and $scaled (not $address) -}}
{{- fail (printf "autoscaling of workers needs the address in keda.%s" .Values.keda.trigger) -}}
{{- end -}}
{{- end -}}

{{/* Peers of a network policy, or where none are named the release's namespace. */}}
{{- define "gouji.peers" -}}
{{- if . -}}
{{- toYaml . -}}
{{- else -}}
- podSelector: {}
{{- end -}}
{{- end -}}

{{/* One egress rule: ports, and peers where there are any. */}}
{{- define "gouji.egress" -}}
- ports:
    {{- range .ports }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* A number without the exponent that templates give to large ones. */}}
{{- define "gouji.plain" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}{{ int64 . }}{{- else -}}{{ . }}{{- end -}}
{{- end -}}

{{- define "gouji.env.database" -}}
{{- with .Values.secrets.databaseUrl }}
{{- if .name }}
- name: GOUJI_DATABASE_URL
  valueFrom: {secretKeyRef: {name: {{ .name | quote }}, key: {{ .key | quote }}}}
{{- end }}
{{- end }}
{{- end -}}

{{- define "gouji.env.broker" -}}
- name: REDIS_URL
  valueFrom: {secretKeyRef: {name: {{ .Values.secrets.redisUrl.name | quote }}, key: {{ .Values.secrets.redisUrl.key | quote }}}}
{{- end -}}

{{- define "gouji.env.webhooks" -}}
{{- with .Values.secrets.webhookKeys }}
{{- if .name }}
- name: GOUJI_WEBHOOK_KEYS
  valueFrom: {secretKeyRef: {name: {{ .name | quote }}, key: {{ .key | quote }}}}
{{- end }}
{{- end }}
{{- end -}}

{{- define "gouji.env.storage" -}}
{{- with .Values.secrets.s3 }}
{{- if .name }}
- name: AWS_ACCESS_KEY_ID
  valueFrom: {secretKeyRef: {name: {{ .name | quote }}, key: {{ .accessKeyId | quote }}}}
- name: AWS_SECRET_ACCESS_KEY
  valueFrom: {secretKeyRef: {name: {{ .name | quote }}, key: {{ .secretAccessKey | quote }}}}
{{- end }}
{{- end }}
{{- end -}}

{{/* Database, broker, storage and tracing: what API, workers and sweeper have in common. */}}
{{- define "gouji.env" -}}
{{- include "gouji.env.broker" . }}
{{- include "gouji.env.database" . }}
{{- include "gouji.env.storage" . }}
{{- with .Values.tracing.endpoint }}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }}}
{{- end }}
{{- end -}}

{{- define "gouji.port.metrics" -}}
{{- with .Values.metrics.port }}
- {name: metrics, containerPort: {{ . }}}
{{- end }}
{{- end -}}

{{- define "gouji.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "gouji.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* What the containers of API, worker and sweeper have in common. */}}
{{- define "gouji.container" -}}
image: {{ include "gouji.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  {{- include "gouji.securityContext" . | nindent 2 }}
envFrom:
  - configMapRef: {name: {{ include "gouji.fullname" . }}}
volumeMounts:
  - {name: state, mountPath: /var/lib/gouji}
  - {name: tmp, mountPath: /tmp}
{{- end -}}

{{/*
What their pods have in common. Without enableServiceLinks: false, a Service of the name gouji would put a GOUJI_PORT
of its own into every pod.
*/}}
{{- define "gouji.pod" -}}
serviceAccountName: {{ include "gouji.serviceAccount" . }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "gouji.podSecurityContext" . | nindent 2 }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if include "gouji.oneNode" . }}
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "gouji.selector" . | nindent 12 }}
          matchExpressions:
            - {key: app.kubernetes.io/component, operator: NotIn, values: [migrate]}
{{- end }}
volumes:
  - name: state
    {{- if .Values.persistence.enabled }}
    persistentVolumeClaim: {claimName: {{ include "gouji.claim" . }}}
    {{- else }}
    emptyDir: {sizeLimit: 2Gi} # documents on their way to and from the store of bytes
    {{- end }}
  - name: tmp
    emptyDir: {sizeLimit: 256Mi}
{{- end -}}

{{/* Spread over nodes: a list of the root context and the component's name. */}}
{{- define "gouji.spread" -}}
{{- $root := index . 0 -}}
{{- if and $root.Values.topologySpread (not (include "gouji.oneNode" $root)) }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "gouji.selector" $root | nindent 8 }}
        app.kubernetes.io/component: {{ index . 1 }}
{{- end }}
{{- end -}}

{{/* Labels and annotations of a pod: a list of the root context and the component's name. */}}
{{- define "gouji.podMetadata" -}}
{{- $root := index . 0 -}}
labels:
  {{- include "gouji.labels" $root | nindent 2 }}
  app.kubernetes.io/component: {{ index . 1 }}
  {{- with $root.Values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  checksum/settings: {{ toJson $root.Values.settings | sha256sum }}
  {{- with $root.Values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
