/** The shape of texts in another language: the same names, with texts of any wording and functions of the same values. */
export type Translated<Texts> = Texts extends string
  ? string
  : Texts extends (...values: infer Values) => infer Result
    ? (...values: Values) => Translated<Result>
    : { readonly [Name in keyof Texts]: Translated<Texts[Name]> }
