/** The name that events record as their creator if the login of our own pages caused them. */
export const loginCreator = 'login'

/** Names that events record as their creator and that are no user's id: the program itself, callers without a token, our pages. */
export const creatorsWithoutUser: readonly string[] = ['system', 'anonymous', loginCreator]
