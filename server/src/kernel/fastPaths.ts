/**
 * Whether requests use caches, batched statements and a common start. The environment variable `SALLYPORT_FAST_PATHS=off`
 * disables all three, so that tests can compare both modes; it is read once, when the process starts.
 */
export const fastPaths = process.env['SALLYPORT_FAST_PATHS'] !== 'off'
