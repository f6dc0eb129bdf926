/** A step reads the draft and returns further members of it; it returns nothing if it only checks, and throws to refuse. */
export type Step<Draft, Added extends object> = (
  draft: Draft,
) => Added | undefined | Promise<Added | undefined>

/** A column of steps from a request to its outcome. To review an endpoint, read its column from top to bottom. */
export interface Steps<Start extends object, Draft extends object> {
  /** Adds a step that returns further members of the draft. */
  step<Added extends object>(run: (draft: Draft) => Added | Promise<Added>): Steps<Start, Draft & Added>
  /** Adds a step that only checks. */
  check(run: (draft: Draft) => void | Promise<void>): Steps<Start, Draft>
  /** Runs all steps in order; the first one that throws ends it. */
  run(start: Start): Promise<Draft>
}

/** Begins a column without steps. */
export function steps<Start extends object>(): Steps<Start, Start> {
  return columnOf<Start, Start>([])
}

function columnOf<Start extends object, Draft extends object>(
  all: readonly Step<never, object>[],
): Steps<Start, Draft> {
  const add = (run: (draft: Draft) => unknown) => [...all, run as Step<never, object>]
  return {
    step: <Added extends object>(run: (draft: Draft) => Added | Promise<Added>) =>
      columnOf<Start, Draft & Added>(add(run)),
    check: (run) => columnOf<Start, Draft>(add(run)),
    async run(start) {
      const draft: object = { ...start }
      for (const step of all) {
        const added = step(draft as never)
        const members = added instanceof Promise ? await added : added
        if (members !== undefined) Object.assign(draft, members)
      }
      return draft as Draft
    },
  }
}
