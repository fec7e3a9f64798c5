/** A refusal in Graph's own envelope. The texts are the documented ones where a document gives one. */
export interface Refusal {
  status: number
  code: number
  subcode?: number
  type?: string
  message: string
  transient?: boolean
  title?: string
  userMessage?: string
  data?: unknown
}

export class GraphError extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

export const envelope = (refusal: Refusal, trace: string) => ({
  error: {
    message: refusal.message,
    type: refusal.type ?? 'OAuthException',
    code: refusal.code,
    ...(refusal.subcode === undefined ? {} : { error_subcode: refusal.subcode }),
    ...(refusal.transient === undefined ? {} : { is_transient: refusal.transient }),
    ...(refusal.title === undefined ? {} : { error_user_title: refusal.title }),
    ...(refusal.userMessage === undefined ? {} : { error_user_msg: refusal.userMessage }),
    ...(refusal.data === undefined ? {} : { error_data: refusal.data }),
    fbtrace_id: trace,
  },
})

export const invalid = (text: string, subcode?: number) =>
  new GraphError({ status: 400, code: 100, message: `(#100) ${text}`, ...(subcode === undefined ? {} : { subcode }) })

export const missingPermission = (permission: string) =>
  new GraphError({
    status: 403,
    code: 200,
    message: `(#200) This call requires the ${permission} permission for this Page.`,
  })

export const missingReadPermission = (permission: string) =>
  new GraphError({
    status: 403,
    code: 10,
    message: `(#10) This endpoint requires the '${permission}' permission or the 'Page Public Content Access' feature.`,
  })

export const missingTask = (task: string) =>
  new GraphError({
    status: 403,
    code: 200,
    message: `(#200) The person behind this token needs the ${task} task on the Page.`,
  })

export const pageTokenNeeded = () =>
  new GraphError({
    status: 401,
    code: 190,
    subcode: 2069032,
    message: 'A Page access token is required for this call for the new Pages experience.',
  })

export const notThere = (method: string, id: string) =>
  new GraphError({
    status: 400,
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message:
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
      'missing permissions, or does not support this operation. Please read the Graph API documentation at ' +
      'https://developers.facebook.com/docs/graph-api',
  })

export const unknownPath = (path: string) =>
  new GraphError({ status: 400, code: 2500, message: `Unknown path components: ${path}` })

export const notCovered = (what: string) =>
  new GraphError({
    status: 400,
    code: 3,
    message: `(#3) Application does not have the capability to make this API call. This sandbox does not cover ${what}.`,
  })

export const otherApp = () =>
  new GraphError({ status: 403, code: 10, message: '(#10) Application does not have permission for this action' })

export const badImage = () =>
  new GraphError({
    status: 400,
    code: 324,
    subcode: 2069019,
    // Seen true on the real Graph although the same bytes never pass: a hint that must not be believed.
    transient: true,
    message: '(#324) Missing or invalid image file',
  })

export const duplicateText = () =>
  new GraphError({
    status: 400,
    code: 506,
    transient: false,
    title: 'Duplicate status update',
    userMessage: 'This status update is identical to the last one you posted.',
    message: '(#506) Duplicate status message',
  })

export const tooFast = () =>
  new GraphError({
    status: 400,
    code: 368,
    subcode: 1390008,
    transient: false,
    message: 'The action attempted has been deemed abusive or is otherwise disallowed',
  })

export const tooMuchData = () =>
  new GraphError({
    status: 500,
    code: 1,
    subcode: 99,
    message: "Please reduce the amount of data you're asking for, then retry your request",
  })

export const tooManyCalls = () =>
  new GraphError({
    status: 400,
    code: 80001,
    message: '(#80001) There have been too many calls to this Page account. Wait a bit and try again.',
  })

export const serverFault = (code: 1 | 2, transient: boolean) =>
  new GraphError({
    status: 500,
    code,
    transient,
    message: code === 1 ? 'An unknown error occurred' : '(#2) Service temporarily unavailable',
  })
