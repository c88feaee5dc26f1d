{{/* The namespace of everything. */}}
{{- define "sidecar.namespace" -}}
{{ .Values.namespace.name | default .Release.Namespace }}
{{- end }}

{{/* Labels of everything, beside those by which pods are selected. */}}
{{- define "sidecar.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* The image of a role: primary or secondary. */}}
{{- define "sidecar.image" -}}
{{- $image := .root.Values.image -}}
{{ $image.repository }}:{{ $image.tag | default .root.Chart.AppVersion }}-{{ .role }}{{ with index $image.digests .role }}@{{ . }}{{ end }}
{{- end }}

{{/* The variables of a sidecar: secrets by reference, and the database. */}}
{{- define "sidecar.env" -}}
{{- range $key, $_ := .Values.secrets.variables.properties }}
- name: {{ $key }}
  valueFrom:
    secretKeyRef: {name: {{ $.Values.secrets.variables.name }}, key: {{ $key }}}
{{- end }}
- name: XROAD_DB_HOST
  value: {{ .Values.database.host }}
- name: XROAD_DB_PORT
  value: {{ .Values.database.port | quote }}
- name: XROAD_DATABASE_NAME
  value: {{ .Values.database.name }}
- name: XROAD_LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- end }}

{{/* An ExternalSecret: its name, entry and properties. */}}
{{- define "sidecar.externalSecret" -}}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: {{ .secret.name }}
  namespace: {{ include "sidecar.namespace" .root }}
  labels:
    {{- include "sidecar.labels" .root | nindent 4 }}
spec:
  refreshInterval: {{ .root.Values.secrets.refreshInterval }}
  secretStoreRef:
    kind: SecretStore
    name: aws
  target:
    name: {{ .secret.name }}
  data:
    {{- range $key, $property := .secret.properties }}
    - secretKey: {{ $key }}
      remoteRef: {key: {{ $.secret.entry }}, property: {{ $property }}}
    {{- end }}
{{- end }}
