import type { Call } from '../../access/call.ts'
import type { UserAgent } from '../sessions/index.ts'

const longest = 500

/** Names of browsers by their mark, those first that also send the mark of another. */
const browserNames = [
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const

const systemNames = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const

/** Returns the user agent that sessions of a browser record: its id, address, and names as people know them. */
export function userAgentOf(
  { headers, clientAddress }: Pick<Call, 'headers' | 'clientAddress'>,
  browserId: string,
): UserAgent {
  const sent = (headers.get('user-agent') ?? '').slice(0, longest)
  const names = [nameOf(browserNames, sent), nameOf(systemNames, sent)].filter((name) => name !== undefined)
  return {
    fingerprintId: browserId,
    ...(clientAddress !== '' && { ip: clientAddress }),
    ...(names.length > 0 && { description: names.join(', ') }),
    header: sent === '' ? {} : { 'user-agent': [sent] },
  }
}

function nameOf(names: readonly (readonly [RegExp, string])[], sent: string): string | undefined {
  return names.find(([mark]) => mark.test(sent))?.[1]
}
