/** How much of everything a prepared database holds. */
export interface ScaleSize {
  readonly people: number
  readonly organizations: number
  readonly instances: number
  readonly sessions: number
  /** The part of the organizations, with their people, that belongs to the first instance, whose API is measured. */
  readonly first: number
}

/** The number of people that `--scale` prepares unless it names another. */
export const wholeScale = 1_000_000

/** Returns the size for a number of people: 100 in an organization, a tenth of them in the first instance, the others in instances of about 9,000. */
export function scaleSize(people: number): ScaleSize {
  return {
    people,
    organizations: Math.ceil(people / 100),
    instances: Math.max(2, Math.round(people / 10_000)),
    sessions: Math.round(people * 0.3),
    first: 0.1,
  }
}

/** The size that others are compared with: 1,000 people of one instance. */
export const smallScale: ScaleSize = {
  people: 1_000,
  organizations: 10,
  instances: 1,
  sessions: 300,
  first: 1,
}

/** Returns the index of the instance to which an organization belongs. */
export function instanceOf({ organizations, instances, first }: ScaleSize, organization: number): number {
  if (organization < organizations * first || instances === 1) return 0
  return 1 + (organization % (instances - 1))
}
