/**
 * Whether requests use caches, share statements and run side by side. The environment variable `SALLYPORT_FAST_PATHS=off`
 * turns all of it off, so that tests can compare both ways; it is read once, when the process starts.
 */
export const fastPaths = process.env['SALLYPORT_FAST_PATHS'] !== 'off'
