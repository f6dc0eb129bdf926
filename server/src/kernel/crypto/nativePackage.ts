/**
 * Imports a package with a native binding at its first use, so that a missing binding fails only the calls that need it.
 * The error names the package, the platform and the remedy.
 */
export function nativePackage<Package>(name: string, load: () => Promise<Package>): () => Promise<Package> {
  let loaded: Promise<Package> | undefined
  return () => {
    loaded ??= load().catch((error: unknown) => {
      throw new Error(
        `${name} has no binding for ${process.platform}-${process.arch} here; run npm ci on this machine`,
        { cause: error },
      )
    })
    return loaded
  }
}
