import { Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { Ref } from 'react'

/** A button that leads to a page of the console: `<LinkButton to="/people/$userId" params={{ userId }}>`. */
export const LinkButton = createLink(Anchored)

function Anchored({
  ref,
  ...props
}: ButtonProps & { readonly ref?: Ref<HTMLAnchorElement>; readonly children?: React.ReactNode }) {
  return <Button component="a" ref={ref} {...props} />
}
