export function digestOf(root: URL, files: readonly string[]): string
export function freshBundle(root: URL): string | undefined
