import type { Request, Response } from './httpCall.ts'

const exposed =
  'grpc-status, grpc-message, grpc-status-details-bin, x-sallyport-dry-run, x-sallyport-lockout-release'

/**
 * Lets any origin call with credentials, as the contract's browser clients need: tokens travel in a
 * header, never in a cookie, so the origin alone gives no right. True when a preflight was answered.
 */
export function answerCors(request: Request, response: Response): boolean {
  const { origin } = request.headers
  if (origin === undefined) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-allow-credentials', 'true')
  response.setHeader('access-control-expose-headers', exposed)
  response.setHeader('vary', 'origin')
  const method = request.headers['access-control-request-method']
  if (request.method !== 'OPTIONS' || method === undefined) return false
  const headers = request.headers['access-control-request-headers']
  response.setHeader('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS')
  if (headers !== undefined) response.setHeader('access-control-allow-headers', headers)
  response.setHeader('access-control-max-age', '7200')
  response.writeHead(204)
  response.end()
  return true
}
