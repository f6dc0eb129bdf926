const rules = new Intl.PluralRules('pl')

/** The form of a word that fits a count: for one, for two to four, for five and more; fractions have `other`. */
export function formOf(count: number, one: string, few: string, many: string, other = few): string {
  switch (rules.select(count)) {
    case 'one':
      return one
    case 'few':
      return few
    case 'many':
      return many
    default:
      return other
  }
}

/** A count with the form of the word that fits it. */
export function counted(count: number, one: string, few: string, many: string, other = few): string {
  return `${count.toLocaleString('pl')} ${formOf(count, one, few, many, other)}`
}
