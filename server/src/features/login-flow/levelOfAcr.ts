/** The level of an `acr` of ours; 0 for others. */
export function levelOfAcr(acr: string | null | undefined): number {
  return Number(/^urn:sallyport:aal:([123])$/.exec(acr ?? '')?.[1] ?? 0)
}
