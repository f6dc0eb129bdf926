import type { DescMethod } from '@bufbuild/protobuf'
import { Code } from '@connectrpc/connect'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { InboundCall } from '../contract/dispatch.ts'

/** The error code of a call; undefined if it succeeded. */
export type Outcome = Code | undefined

/** The Prometheus metrics of the listener. */
export interface Metrics {
  readonly registry: Registry
  /** Counts a finished call; `startedAt` is a value of `performance.now()`. */
  observe(protocol: InboundCall['protocol'], method: DescMethod, outcome: Outcome, startedAt: number): void
  /** Counts a call of an unknown method; the service is one of the contract or `unknown`, so that strangers add no labels. */
  countUnknown(protocol: string, service: string): void
}

/** Registers process metrics, and the count and latency of calls by protocol, service, method and code. */
export function createMetrics(registry = new Registry()): Metrics {
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'sallyport_requests_total',
    help: 'Finished calls.',
    labelNames: ['protocol', 'service', 'method', 'code'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'sallyport_request_duration_seconds',
    help: 'Time from the decoded request to the response.',
    labelNames: ['protocol', 'service', 'method'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  const children = new Map<DescMethod, Map<string, { count(): void; time(value: number): void }>>()
  return {
    registry,
    observe(protocol, method, outcome, startedAt) {
      const code = outcome === undefined ? 'OK' : Code[outcome]
      const ofMethod = children.get(method) ?? new Map()
      if (ofMethod.size === 0) children.set(method, ofMethod)
      let child = ofMethod.get(protocol + code)
      if (child === undefined) {
        const service = method.parent.typeName
        const counter = requests.labels(protocol, service, method.name, code)
        const histogram = seconds.labels(protocol, service, method.name)
        child = { count: () => counter.inc(), time: (value: number) => histogram.observe(value) }
        ofMethod.set(protocol + code, child)
      }
      child.count()
      child.time((performance.now() - startedAt) / 1000)
    },
    countUnknown(protocol, service) {
      requests.inc({ protocol, service, method: 'unknown', code: Code[Code.Unimplemented] })
    },
  }
}
