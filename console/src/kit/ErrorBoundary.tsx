import { QueryErrorResetBoundary } from '@tanstack/react-query'
import { Component, type ReactNode } from 'react'
import { ProblemPage } from './ProblemPage.tsx'

/** Shows what went wrong instead of its children, and lets them try again. */
export function ErrorBoundary({ children }: { readonly children: ReactNode }) {
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => <Catching reset={reset}>{children}</Catching>}
    </QueryErrorResetBoundary>
  )
}

interface CatchingProps {
  readonly children: ReactNode
  reset(): void
}

class Catching extends Component<CatchingProps, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  readonly #retry = () => {
    this.props.reset()
    this.setState({ error: undefined })
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    return <ProblemPage error={this.state.error} retry={this.#retry} />
  }
}
