import type { Call } from '../../access/call.ts'
import { version } from '../../config/version.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { consoleClientId } from '../../features/applications/index.ts'
import type { Deps } from '../../features/manifest.ts'
import { branding } from '../../features/settings/index.ts'
import { contentEncoding } from '../../kernel/contentEncoding.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { switchedBrandCss } from '../kit/brandCss.ts'
import { readBrand } from '../kit/readBrand.ts'
import { refusalPage } from '../refusalPage.ts'
import { type ConsoleAsset, consoleFiles } from './consoleFiles.ts'
import { consolePage, notBuiltPage } from './consolePage.ts'

const notFound = refuse('console.file_not_found', 'not_found', 'there is no such file; reload the page')
const common = { methods: ['GET'], credential: 'anyone', cors: 'none', body: 'none' } as const

/** Serves the administrators' console: one page for all of its addresses, its files, and what it must know before anyone logs in. */
export function consoleEndpoints(deps: Pick<Deps, 'database' | 'log'>): readonly Endpoint<Call>[] {
  const page = async (call: Call) => {
    const files = consoleFiles()
    if (files === undefined) return notBuiltPage()
    const { value } = await branding(deps.database, call.instance.id, '', 'active')
    const font = value.font === '' ? undefined : `/assets/v1/${call.instance.id}/${value.font}`
    return consolePage(files.page, switchedBrandCss(await readBrand(value, font)))
  }
  return [
    endpoint({
      ...common,
      path: '/ui/console',
      refusals: refusalPage,
      handle: (_, call: Call) => page(call),
    }),
    endpoint({
      ...common,
      path: '/ui/console/*',
      refusals: refusalPage,
      handle: (_, call: Call) => page(call),
    }),
    endpoint({
      ...common,
      path: '/ui/console/environment.json',
      refusals: 'text',
      async handle(_, call: Call) {
        const clientId = await consoleClientId(deps.log, call.instance.id)
        return {
          status: 200,
          headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
          body: JSON.stringify({ issuer: call.origin.url, clientId, instance: call.instance.name, version }),
        }
      },
    }),
    endpoint({
      ...common,
      path: '/ui/console/assets/:file',
      refusals: 'text',
      async handle({ parameters: { file } }, call: Call) {
        const asset = consoleFiles()?.assets.get(file)
        if (asset === undefined) throw new DomainError(notFound)
        return assetReply(asset, call)
      },
    }),
  ]
}

/** The name of a file holds a hash of its contents, so browsers may keep it for ever. */
function assetReply({ type, bytes, encoded }: ConsoleAsset, { headers }: Call) {
  const encoding = contentEncoding(headers.get('accept-encoding'))
  const compressed = encoding && encoded[encoding]
  return {
    status: 200,
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      ...(compressed && encoding && { 'content-encoding': encoding }),
    },
    body: compressed ?? bytes,
  }
}
