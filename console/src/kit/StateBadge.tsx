import { Box } from '@mantine/core'

/** A short word about a state. The word says it, the colour only helps. */
export function StateBadge({
  tone = 'quiet',
  children,
}: {
  readonly tone?: 'good' | 'warn' | 'quiet'
  readonly children: string
}) {
  return (
    <Box component="span" className={`badge tone-${tone}`}>
      {children}
    </Box>
  )
}
