/** The files of swagger-ui-dist that the page loads, with their types. */
export const referenceFiles: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui-standalone-preset.js': 'text/javascript; charset=utf-8',
}

/** Renders the reference of all groups; calls go to the same origin, and a token is kept in the page only. */
export function referencePage(groups: readonly string[], nonce: string): string {
  const urls = groups.map((name) => ({ name, url: `/openapi/${name}.json` }))
  const options = JSON.stringify({ urls, 'urls.primaryName': primary(groups) }).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Sallyport API reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css" nonce="${nonce}">
<style nonce="${nonce}">${look}</style>
</head>
<body>
<main id="reference"><noscript>The reference needs JavaScript; the documents are at /openapi.json.</noscript></main>
<script nonce="${nonce}" src="/docs/swagger-ui-bundle.js"></script>
<script nonce="${nonce}" src="/docs/swagger-ui-standalone-preset.js"></script>
<script nonce="${nonce}">
SwaggerUIBundle({ ...${options}, dom_id: '#reference', deepLinking: true, filter: true, docExpansion: 'list',
  defaultModelsExpandDepth: -1, defaultModelExpandDepth: 2, validatorUrl: null, persistAuthorization: false,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  // The logo brings a style sheet without a nonce.
  plugins: [() => ({ components: { Logo: () => null } })], layout: 'StandaloneLayout' })
</script>
</body>
</html>
`
}

function primary(groups: readonly string[]): string | undefined {
  return groups.includes('user.v2') ? 'user.v2' : groups[0]
}

const look = `
body { margin: 0; }
#reference noscript { display: block; padding: 2rem; }
.swagger-ui .topbar .link { visibility: hidden; width: 0; padding: 0; }
@media (max-width: 40em) {
  .swagger-ui .opblock-tag { flex-wrap: wrap; font-size: 1.125rem; }
  .swagger-ui .opblock-tag > a { flex: 1 1 80%; min-width: 0; overflow-wrap: anywhere; }
}
`
