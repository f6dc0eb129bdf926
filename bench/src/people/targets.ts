import type { ScenarioName } from '../scenarios.ts'

/** The scenarios of people in order, and the most CPU of each as a part of the build before. */
export const targets: readonly { readonly name: ScenarioName; readonly atMost?: number }[] = [
  { name: 'AddHumanUser without password', atMost: 0.35 },
  { name: 'ListUsers, first page of 100', atMost: 0.4 },
  { name: 'ListUsers, by e-mail address', atMost: 0.2 },
  { name: 'CreateSession, e-mail code challenge, check', atMost: 0.6 },
  { name: 'GetUserByID', atMost: 0.6 },
  { name: 'ListAuthenticationFactors', atMost: 0.6 },
  { name: 'Add/RemoveOTPEmail, REST' },
  { name: 'Add/RemoveOTPEmail, gRPC' },
]

/** Changes of a factor over gRPC: the most CPU of the server as a multiple of REST's, and their least part of durable inserts. */
export const grpc = { ofRest: 1.35, ofInserts: 0.3 } as const
