export interface Plural {
  one: string
  other: string
}

/** Names of the slots in a sentence: `'{n} kênh'` → `'n'`. */
export type SlotsOf<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | SlotsOf<Rest> : never

/** What another language owes: an answer for every key. */
export type Answers<Vi> = { readonly [K in keyof Vi]: string | Plural }
