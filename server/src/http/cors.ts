import type { Request, Response } from './httpCall.ts'

/** The headers that let pages of any origin read responses of the contract, without cookies and other browser credentials. */
const contractHeaders: readonly (readonly [string, string])[] = [
  ['access-control-allow-origin', '*'],
  [
    'access-control-expose-headers',
    'www-authenticate, dpop-nonce, grpc-status, grpc-message, grpc-status-details-bin, x-sallyport-dry-run, x-sallyport-lockout-release, x-sallyport-credential-rights, x-sallyport-fresh-proof, x-sallyport-reason-demand, x-sallyport-client-metadata, x-sallyport-required-acr, x-sallyport-client-registration, x-sallyport-acr-values, x-sallyport-warning',
  ],
]

/**
 * Lets pages of any origin call the contract's methods: tokens are sent in a header, so that the origin alone grants nothing.
 * Returns true if the request was a preflight, to which it has responded.
 */
export function applyContractCors(request: Request, response: Response): boolean {
  if (request.headers.origin === undefined) return false
  for (const [name, value] of contractHeaders) response.setHeader(name, value)
  if (!isPreflight(request)) return false
  const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
  response.writeHead(204, preflightHeaders(methods, request.headers['access-control-request-headers']))
  response.end()
  return true
}

/** Whether a request is a preflight (Fetch, "CORS-preflight request"). */
export function isPreflight({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  )
}

/** Returns the headers that allow these methods and all requested headers, for two hours. */
export function preflightHeaders(methods: string, headers: string | undefined): Record<string, string> {
  return {
    'access-control-allow-methods': methods,
    ...(headers !== undefined && { 'access-control-allow-headers': headers }),
    'access-control-max-age': '7200',
  }
}
